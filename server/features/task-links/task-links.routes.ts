import { del, get, post, routes } from '../../core/http/index.js';
import { blockers, links, parent, subtasks } from './task-links.controller.js';

export const taskLinksRoutes = routes([
  get('/tasks/:taskId/links', 'tasks.edit', links.index),
  post('/tasks/:taskId/subtasks', 'tasks.create', subtasks.create),
  post('/tasks/:taskId/blockers', 'tasks.edit', blockers.create),
  del('/tasks/:taskId/blockers', 'tasks.edit', blockers.destroy),
  post('/tasks/:taskId/parent', 'tasks.edit', parent.create),
  del('/tasks/:taskId/parent', 'tasks.edit', parent.destroy),
]);
