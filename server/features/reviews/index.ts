/** Reviews: clients approve work or ask for changes, round by round, with a record that can be proven. */
import type { Feature } from '../../core/feature.js';
import { addTaskPart } from '../tasks/index.js';
import { reviewPart } from './review-part.js';
import { reviewsNavigation } from './reviews.navigation.js';
import { reviewsRoutes } from './reviews.routes.js';
import { reviewsSubscribers } from './reviews.subscribers.js';

addTaskPart(reviewPart);

export const reviewsFeature: Feature = {
  name: 'reviews',
  routes: reviewsRoutes,
  tables: ['review_rounds', 'review_files', 'review_approvers', 'review_links', 'review_entries'],
  subscribers: reviewsSubscribers,
  navigation: reviewsNavigation,
};

export { type ChainEntry, type ChainFault, faultsIn } from './chain.js';
export { remindOfOpenReviews } from './review-mails.service.js';
export { presentRoundRow } from './reviews.presenter.js';
export { listAwaiting, lookUpMyRound } from './reviews.queries.js';
