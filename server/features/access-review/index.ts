// The access review: everybody with access on one list, gone through row by row and signed off.
import type { Feature } from '../../core/feature.js';
import { accessReviewRoutes } from './access-review.routes.js';

export { forgetReviewed } from './forgetting.service.js';
export { remindOfReviews } from './reminders.service.js';

export const accessReviewFeature: Feature = {
  name: 'access-review',
  routes: accessReviewRoutes,
  tables: ['access_reviews', 'access_review_rows'],
};
