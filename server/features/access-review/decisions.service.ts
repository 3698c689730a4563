import { transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Conflict, Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { deactivatePerson, findContact, findMember } from '../people/index.js';
import { mayDecide, visibleReviewed } from './access-review.policy.js';
import type { Decision } from './review-choices.js';
import { findReviewed, type ReviewedRow, updateReviewed } from './reviews.queries.js';
import { findUnsigned } from './reviews.service.js';

/** A decision on one row, with the moment of the one that its maker saw (0 for none). */
export interface Decided {
  decision: Decision;
  note: string | null;
  seenAt: number;
}

/**
 * Notes what is to become of somebody's access; deactivating does it at once. A decision can be
 * changed until the review is signed off.
 * @throws NotFound, Forbidden for one's own row or without the right to deactivate this person,
 * Conflict when somebody else has decided meanwhile or the review is signed off, Invalid {''} for
 * the last Admin.
 */
export async function decideOn(
  actor: Actor,
  reviewId: number,
  rowId: number,
  { decision, note, seenAt }: Decided,
): Promise<ReviewedRow> {
  return transaction(async () => {
    await findUnsigned(actor, reviewId);
    const row = await findReviewed(actor, reviewId, rowId);
    if (!mayDecide(actor, row)) throw new Forbidden('access_review.errors.own');
    if ((row.decided_at ?? 0) !== seenAt) throw new Conflict('access_review.errors.decided');
    // Whoever has left altogether needs nothing more.
    if (decision === 'deactivate' && row.version_now !== null) await deactivate(actor, row);
    await write(actor, [row.id], decision, note);
    return row;
  });
}

/**
 * Keeps the access of several people on whom nobody has decided yet; returns of how many. Own rows
 * and decided ones stay as they are.
 * @throws NotFound, Conflict when the review is signed off, Invalid {''} when nobody was chosen.
 */
export async function keepAll(
  actor: Actor,
  reviewId: number,
  rowIds: readonly number[],
): Promise<number> {
  if (rowIds.length === 0) throw new Invalid({ '': 'access_review.errors.nobody' });
  return transaction(async () => {
    await findUnsigned(actor, reviewId);
    const rows = await visibleReviewed(actor, reviewId)
      .whereIn('access_review_rows.id', [...rowIds])
      .whereNull('access_review_rows.decision')
      .whereNot('access_review_rows.user_id', actor.userId)
      .select('access_review_rows.id');
    const ids = (rows as { id: number }[]).map(({ id }) => id);
    await write(actor, ids, 'keep', null);
    return ids.length;
  });
}

async function deactivate(actor: Actor, row: ReviewedRow): Promise<void> {
  const find = row.audience === 'team' ? findMember : findContact;
  const person = await find(actor, row.user_id);
  if (person.user_status === 'inactive' || person.membership_status === 'suspended') return;
  await deactivatePerson(actor, person);
}

async function write(
  actor: Actor,
  ids: readonly number[],
  decision: Decision,
  note: string | null,
): Promise<void> {
  await updateReviewed(ids, {
    decision,
    note,
    decided_by_user_id: actor.userId,
    decided_by_name: actor.name,
    decided_at: now(),
  });
}
