import { get, routes } from '../../core/http/index.js';
import { commentLedger, fileLedger, projectLedger, taskLedger } from './ledger.controller.js';

export const visibilityRoutes = routes([
  get('/projects/:projectId/readers', 'projects.view', projectLedger.show),
  get('/tasks/:taskId/readers', 'tasks.view', taskLedger.show),
  get('/files/:fileId/readers', 'files.view', fileLedger.show),
  get('/comments/:commentId/readers', 'tasks.view', commentLedger.show),
]);
