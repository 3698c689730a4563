/** What people say about things: comments for the team alone or for its clients as well. */
import type { Feature } from '../../core/feature.js';
import { commentsRoutes } from './comments.routes.js';
import { commentSubject } from './comments.subject.js';
import { commentSubscribers } from './comments.subscribers.js';

export const commentsFeature: Feature = {
  name: 'comments',
  routes: commentsRoutes,
  tables: ['comments'],
  subjects: [commentSubject],
  subscribers: commentSubscribers,
};

export { keepCommentsInternal } from './comment-marks.service.js';
export { commentSight } from './comment-sight.policy.js';
export { mayChangeComment, speakingOn, visibleComments } from './comments.policy.js';
export type { PresentedComment } from './comments.presenter.js';
export { type CommentRow, findComment, listMarkedComments } from './comments.queries.js';
export { presentThread, type Thread } from './threads.js';
