import { del, get, patch, post, routes } from '../../core/http/index.js';
import { completion, position, restorations, steps } from './checklists.controller.js';

export const checklistsRoutes = routes([
  get('/tasks/:taskId/checklist', 'tasks.edit', steps.index),
  post('/tasks/:taskId/checklist', 'tasks.edit', steps.create),
  get('/checklist-items/:checklistItemId/edit', 'tasks.edit', steps.edit),
  patch('/checklist-items/:checklistItemId', 'tasks.edit', steps.update),
  del('/checklist-items/:checklistItemId', 'tasks.edit', steps.destroy),
  post('/checklist-items/:checklistItemId/restoration', 'tasks.edit', restorations.create),
  post('/checklist-items/:checklistItemId/position', 'tasks.edit', position.update),
  post('/checklist-items/:checklistItemId/completion', 'tasks.change_status', completion.create),
  del('/checklist-items/:checklistItemId/completion', 'tasks.change_status', completion.destroy),
]);
