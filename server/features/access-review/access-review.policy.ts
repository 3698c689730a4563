import { type Query, table } from '../../core/database/index.js';
import { type Actor, holds, scopeOf } from '../../core/permissions/index.js';
import type { ReviewedRow, ReviewRow } from './reviews.queries.js';

/** The reviews of the actor's workspace. */
export function visibleReviews(actor: Actor): Query<ReviewRow> {
  const rows = table<ReviewRow>('access_reviews').where(
    'access_reviews.workspace_id',
    actor.workspaceId,
  );
  return (holds(actor, 'users.deactivate') ? rows : rows.whereRaw('1 = 0')) as Query<ReviewRow>;
}

/** The rows of a review: clients only for those who see every client. */
export function visibleReviewed(actor: Actor, reviewId: number): Query<ReviewedRow> {
  const rows = table<ReviewedRow>('access_review_rows')
    .whereIn('access_review_rows.review_id', visibleReviews(actor).select('access_reviews.id'))
    .where('access_review_rows.review_id', reviewId);
  if (!seesClients(actor)) rows.where('access_review_rows.audience', 'team');
  return rows as Query<ReviewedRow>;
}

/** Whether the actor reviews clients as well as the team. */
export function seesClients(actor: Actor): boolean {
  return scopeOf(actor, 'clients.view') === 'all';
}

/** Nobody says of themselves that they may stay. */
export function mayDecide(actor: Actor, row: Pick<ReviewedRow, 'user_id'>): boolean {
  return row.user_id !== actor.userId;
}
