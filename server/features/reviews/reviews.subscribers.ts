import { subscribe } from '../../core/events/index.js';
import { mailDecision, mailRequest } from './review-mails.service.js';
import { reviewApproved, reviewChangesRequested, reviewRequested } from './reviews.events.js';

export const reviewsSubscribers = [
  subscribe(reviewRequested, 'ask the approvers by mail', (event) =>
    mailRequest(event.workspaceId, event.data.roundId, event.actorName),
  ),
  subscribe(reviewApproved, 'mail the team what was approved', (event) =>
    mailDecision(event.workspaceId, event.data.roundId, event.actorUserId),
  ),
  subscribe(reviewChangesRequested, 'mail the team which changes are wanted', (event) =>
    mailDecision(event.workspaceId, event.data.roundId, event.actorUserId),
  ),
];
