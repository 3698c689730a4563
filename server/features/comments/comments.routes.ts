import { del, get, patch, post, routes } from '../../core/http/index.js';
import { comments, restoration } from './comments.controller.js';

const both = { surface: 'both' } as const;

// What one must hold depends on what the words hang on: the service asks for it.
export const commentsRoutes = routes([
  get('/comments', 'signed-in', comments.index, both),
  post('/comments', 'signed-in', comments.create, both),
  get('/comments/:commentId', 'signed-in', comments.show, both),
  patch('/comments/:commentId', 'signed-in', comments.update, both),
  del('/comments/:commentId', 'signed-in', comments.destroy, both),
  get('/comments/:commentId/edit', 'signed-in', comments.edit, both),
  post('/comments/:commentId/restoration', 'signed-in', restoration.create, both),
]);
