import { del, get, patch, post, routes } from '../../core/http/index.js';
import { columns, position, removal } from './columns.controller.js';

export const columnsRoutes = routes([
  get('/projects/:projectId/columns', 'tasks.manage_columns', columns.index),
  post('/projects/:projectId/columns', 'tasks.manage_columns', columns.create),
  get('/columns/:columnId/edit', 'tasks.manage_columns', columns.edit),
  patch('/columns/:columnId', 'tasks.manage_columns', columns.update),
  post('/columns/:columnId/position', 'tasks.manage_columns', position.update),
  get('/columns/:columnId/removal', 'tasks.manage_columns', removal.new),
  del('/columns/:columnId', 'tasks.manage_columns', columns.destroy),
]);
