import { defineAuditedEvent } from '../../core/events/index.js';

/** A review of everybody's access was begun, signed off, or thrown away unfinished. */
export const accessReviewStarted = defineAuditedEvent<{ people: number }>('access_review.started');
export const accessReviewSignedOff = defineAuditedEvent<{ people: number; left: number }>(
  'access_review.signed_off',
);
export const accessReviewDiscarded = defineAuditedEvent<{ decided: number }>(
  'access_review.discarded',
);
