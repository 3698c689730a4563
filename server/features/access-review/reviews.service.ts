import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type AuditedKind, publish } from '../../core/events/index.js';
import { Conflict, Forbidden, Invalid } from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { saveSettings } from '../../core/settings/index.js';
import {
  accessReviewDiscarded,
  accessReviewSignedOff,
  accessReviewStarted,
} from './access-review.events.js';
import {
  countOpen,
  countReviewed,
  deleteReview,
  findReview,
  insertReview,
  lookUpOpenReview,
  type ReviewRow,
  updateReview,
} from './reviews.queries.js';
import { takeSnapshot } from './snapshot.service.js';

/**
 * Begins a review with everybody who has access now, and returns its id; of the one under way, if
 * there is one: two people who begin at the same moment go through the same list.
 * @throws Forbidden without users.deactivate.
 */
export async function startReview(actor: Actor): Promise<number> {
  if (!holds(actor, 'users.deactivate')) throw new Forbidden();
  return transaction(async () => {
    await lockRow('workspaces', actor.workspaceId);
    const open = await lookUpOpenReview(actor.workspaceId);
    if (open) return open.id;
    const id = await insertReview({
      workspace_id: actor.workspaceId,
      started_by_user_id: actor.userId,
      started_by_name: actor.name,
      started_at: now(),
    });
    await takeSnapshot(actor.workspaceId, id);
    const { total } = await countReviewed(actor, id);
    await announce(actor, id, accessReviewStarted, { people: total });
    return id;
  });
}

/**
 * Signs a review off: from then on it is a record that nobody changes. Only the signer's own row
 * may be left, which they cannot decide on.
 * @throws NotFound, Conflict when it was signed off before, Invalid {''} while rows are open.
 */
export async function signOff(actor: Actor, id: number, note: string | null): Promise<void> {
  await transaction(async () => {
    await findUnsigned(actor, id);
    const open = await countOpen(id, actor.userId);
    if (open.all > open.own) throw new Invalid({ '': 'access_review.errors.open' });
    await updateReview(id, {
      signed_off_by_user_id: actor.userId,
      signed_off_by_name: actor.name,
      signed_off_at: now(),
      note,
    });
    await saveSettings(actor.workspaceId, { 'access.review_reminded_at': 0 });
    const { total } = await countReviewed(actor, id);
    await announce(actor, id, accessReviewSignedOff, { people: total, left: open.own });
  });
}

/**
 * Throws an unfinished review away. What was decided on the way stays done.
 * @throws NotFound, Conflict when it was signed off.
 */
export async function discardReview(actor: Actor, id: number): Promise<void> {
  await transaction(async () => {
    await findUnsigned(actor, id);
    const { total, open } = await countReviewed(actor, id);
    await deleteReview(id);
    await announce(actor, id, accessReviewDiscarded, { decided: total - open });
  });
}

/** A review that can still be worked on, locked. @throws NotFound, Conflict */
export async function findUnsigned(actor: Actor, id: number): Promise<ReviewRow> {
  const { id: found } = await findReview(actor, id);
  await lockRow('access_reviews', found);
  const review = await findReview(actor, found);
  if (review.signed_off_at !== null) throw new Conflict('access_review.errors.signed_off');
  return review;
}

async function announce<Data extends Record<string, number>>(
  actor: Actor,
  id: number,
  kind: AuditedKind<Data>,
  data: Data,
): Promise<void> {
  await publish(kind, {
    actor,
    subject: { type: 'access_review', id },
    visibility: 'internal',
    data,
    audit: { name: '', after: data },
  });
}
