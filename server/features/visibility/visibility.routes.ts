import { get, routes } from '../../core/http/index.js';
import {
  commentLedger,
  discussionLedger,
  fileLedger,
  projectLedger,
  taskLedger,
} from './ledger.controller.js';

export const visibilityRoutes = routes([
  get('/projects/:projectId/readers', 'projects.view', projectLedger.show),
  get('/tasks/:taskId/readers', 'tasks.view', taskLedger.show),
  get('/discussions/:discussionId/readers', 'chat.discussions', discussionLedger.show),
  get('/files/:fileId/readers', 'files.view', fileLedger.show),
  get('/comments/:commentId/readers', 'tasks.view', commentLedger.show),
]);
