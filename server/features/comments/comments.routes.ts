import { del, get, patch, post, routes } from '../../core/http/index.js';
import { comments, restoration } from './comments.controller.js';

const both = { surface: 'both' } as const;

export const commentsRoutes = routes([
  get('/comments', 'signed-in', comments.index, both),
  post('/comments', 'tasks.comment', comments.create, both),
  get('/comments/:commentId', 'signed-in', comments.show, both),
  patch('/comments/:commentId', 'tasks.comment', comments.update, both),
  del('/comments/:commentId', 'tasks.comment', comments.destroy, both),
  get('/comments/:commentId/edit', 'tasks.comment', comments.edit, both),
  post('/comments/:commentId/restoration', 'tasks.comment', restoration.create, both),
]);
