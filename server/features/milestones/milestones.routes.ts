import { del, get, patch, post, routes } from '../../core/http/index.js';
import { completion, milestones, restorations, visibility } from './milestones.controller.js';

export const milestonesRoutes = routes([
  get('/projects/:projectId/milestones', 'projects.view', milestones.index),
  post('/projects/:projectId/milestones', 'projects.edit', milestones.create),
  get('/milestones/:milestoneId/edit', 'projects.edit', milestones.edit),
  patch('/milestones/:milestoneId', 'projects.edit', milestones.update),
  del('/milestones/:milestoneId', 'projects.edit', milestones.destroy),
  post('/milestones/:milestoneId/restoration', 'projects.edit', restorations.create),
  post('/milestones/:milestoneId/completion', 'projects.edit', completion.create),
  del('/milestones/:milestoneId/completion', 'projects.edit', completion.destroy),
  post('/milestones/:milestoneId/visibility', 'tasks.share', visibility.update),
]);
