import { get, routes } from '../../core/http/index.js';
import { projectActivity } from './project-activity.controller.js';

export const activityRoutes = routes([
  get('/projects/:projectId/activity', 'projects.view', projectActivity.index),
]);
