import { get, routes } from '../../core/http/index.js';
import { projectActivity } from './project-activity.controller.js';
import { taskHistory } from './task-history.controller.js';

export const activityRoutes = routes([
  get('/tasks/:taskId/history', 'tasks.view', taskHistory.index),
  get('/projects/:projectId/activity', 'projects.view', projectActivity.index),
]);
