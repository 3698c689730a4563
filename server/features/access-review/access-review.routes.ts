import { del, get, patch, post, routes } from '../../core/http/index.js';
import { records } from './records.controller.js';
import { keptRows, rows } from './review-rows.controller.js';
import { reviews } from './reviews.controller.js';
import { signatures } from './signatures.controller.js';

const confirmed = { confirmed: true } as const;

// Whoever may end people's access is who reviews it.
export const accessReviewRoutes = routes([
  get('/access-review', 'users.deactivate', reviews.index),
  post('/access-review', 'users.deactivate', reviews.create),
  get('/access-review/:reviewId', 'users.deactivate', reviews.show),
  del('/access-review/:reviewId', 'users.deactivate', reviews.destroy),
  post('/access-review/:reviewId/kept', 'users.deactivate', keptRows.create),
  get('/access-review/:reviewId/rows/:rowId', 'users.deactivate', rows.edit),
  patch('/access-review/:reviewId/rows/:rowId', 'users.deactivate', rows.update),
  get('/access-review/:reviewId/signature', 'users.deactivate', signatures.new, confirmed),
  post('/access-review/:reviewId/signature', 'users.deactivate', signatures.create, confirmed),
  get('/access-review/:reviewId/record', 'users.deactivate', records.show),
  post('/access-review/:reviewId/record', 'users.deactivate', records.create),
]);
