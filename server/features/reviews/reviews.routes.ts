import { del, get, post, routes } from '../../core/http/index.js';
import { decisionsOfClients, portalReviews, reviewedFiles } from './portal-reviews.controller.js';
import { linkedFiles, reviewLinks } from './review-links.controller.js';
import { certificates, rounds } from './rounds.controller.js';

const both = { surface: 'both' } as const;

export const reviewsRoutes = routes([
  get('/tasks/:taskId/reviews', 'tasks.view', rounds.index),
  get('/tasks/:taskId/reviews/new', 'tasks.request_review', rounds.new),
  get('/tasks/:taskId/reviews/certificate', 'tasks.view', certificates.show),
  post('/tasks/:taskId/reviews', 'tasks.request_review', rounds.create),
  del('/reviews/:roundId', 'tasks.request_review', rounds.destroy),
  get('/portal/reviews', 'tasks.review', portalReviews.index),
  get('/portal/reviews/:roundId', 'tasks.review', portalReviews.show),
  post('/portal/reviews/:roundId/decision', 'tasks.review', decisionsOfClients.create),
  get('/portal/reviewed-files/:reviewFileId', 'tasks.review', reviewedFiles.show),
  get('/review/:token', 'signed-link', reviewLinks.edit, both),
  post('/review/:token', 'signed-link', reviewLinks.update, both),
  get('/review/:token/files/:reviewFileId', 'signed-link', linkedFiles.show, both),
]);
