import { del, get, patch, post, routes } from '../../core/http/index.js';
import { board } from './board.controller.js';
import { assignees } from './task-assignment.controller.js';
import { due } from './task-due.controller.js';
import { taskLabels } from './task-labels.controller.js';
import { list } from './task-list.controller.js';
import { completion, moves } from './task-moves.controller.js';
import { visibility } from './task-sharing.controller.js';
import { watching } from './task-watching.controller.js';
import { restoration, tasks } from './tasks.controller.js';

export const tasksRoutes = routes([
  get('/projects/:projectId/board', 'tasks.view', board.show),
  get('/projects/:projectId/list', 'tasks.view', list.index),
  get('/tasks/new', 'tasks.create', tasks.new),
  post('/tasks', 'tasks.create', tasks.create),
  get('/tasks/:taskId', 'tasks.view', tasks.show),
  get('/tasks/:taskId/edit', 'tasks.edit', tasks.edit),
  patch('/tasks/:taskId', 'tasks.edit', tasks.update),
  del('/tasks/:taskId', 'tasks.delete', tasks.destroy),
  post('/tasks/:taskId/restoration', 'tasks.delete', restoration.create),
  get('/tasks/:taskId/move', 'tasks.change_status', moves.new),
  post('/tasks/:taskId/move', 'tasks.change_status', moves.create),
  post('/tasks/:taskId/completion', 'tasks.change_status', completion.create),
  del('/tasks/:taskId/completion', 'tasks.change_status', completion.destroy),
  post('/tasks/:taskId/assignees', 'tasks.assign', assignees.update),
  post('/tasks/:taskId/due', 'tasks.edit', due.update),
  post('/tasks/:taskId/labels', 'tasks.edit', taskLabels.update),
  post('/tasks/:taskId/watching', 'tasks.view', watching.create),
  del('/tasks/:taskId/watching', 'tasks.view', watching.destroy),
  get('/tasks/:taskId/visibility', 'tasks.share', visibility.edit),
  post('/tasks/:taskId/visibility', 'tasks.share', visibility.update),
]);
