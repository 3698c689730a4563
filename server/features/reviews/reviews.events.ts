import { defineEvent } from '../../core/events/index.js';

/** `title` is the task's, `roundId` the round's id, `person` who decided. */
interface Round {
  title: string;
  roundId: number;
  number: number;
}
export const reviewRequested = defineEvent<Round>('review.requested');
export const reviewWithdrawn = defineEvent<Round>('review.withdrawn');
export const reviewApproved = defineEvent<Round & { isClosed: boolean }>('review.approved');
export const reviewChangesRequested = defineEvent<Round & { isClosed: boolean }>(
  'review.changes_requested',
);
