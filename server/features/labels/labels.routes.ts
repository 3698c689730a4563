import { del, get, patch, post, routes } from '../../core/http/index.js';
import { labels, restorations } from './labels.controller.js';

export const labelsRoutes = routes([
  get('/projects/:projectId/labels', 'tasks.manage_columns', labels.index),
  post('/projects/:projectId/labels', 'tasks.manage_columns', labels.create),
  get('/labels/:labelId/edit', 'tasks.manage_columns', labels.edit),
  patch('/labels/:labelId', 'tasks.manage_columns', labels.update),
  del('/labels/:labelId', 'tasks.manage_columns', labels.destroy),
  post('/labels/:labelId/restoration', 'tasks.manage_columns', restorations.create),
]);
