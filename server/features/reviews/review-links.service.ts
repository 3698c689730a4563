import { hashToken, newToken } from '../../core/crypto/index.js';
import { insertRow, table, transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { activeMemberships, loadActor } from '../memberships/index.js';
import { decideReview, type Said } from './decisions.service.js';
import { type FoundRound, findRound } from './reviews.queries.js';

/** How long (ms) a link in a mail leads to its decision. */
export const linkLife = 7 * day;

/** A decision that a link leads to. */
export interface LinkedDecision {
  /** Whose decision it is. */
  actor: Actor;
  round: FoundRound;
  linkId: number;
}

interface LinkRow {
  id: number;
  approver_id: number;
  token_hash: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** What a link leads to, before it is looked whether the person still comes in. */
interface LinkedRow {
  link_id: number;
  round_id: number;
  workspace_id: number;
  membership_id: number;
}

/** Makes a link to one person's decision and returns its token, of which only the hash is stored. */
export async function issueReviewLink(
  approverId: number,
): Promise<{ token: string; expiresAt: number }> {
  const token = newToken();
  const created_at = now();
  const expiresAt = created_at + linkLife;
  await insertRow('review_links', {
    approver_id: approverId,
    token_hash: hashToken(token),
    created_at,
    expires_at: expiresAt,
    used_at: null,
  });
  return { token, expiresAt };
}

/**
 * The decision that a link leads to, as long as it is still to be made and the person may make it.
 * Opening it changes nothing, since mail programs open links by themselves.
 */
export async function lookUpDecision(token: string): Promise<LinkedDecision | undefined> {
  const row = (await table<LinkRow>('review_links')
    .join('review_approvers', 'review_approvers.id', 'review_links.approver_id')
    .join('review_rounds', 'review_rounds.id', 'review_approvers.round_id')
    .where('review_links.token_hash', hashToken(token))
    .whereNull('review_links.used_at')
    .where('review_links.expires_at', '>', now())
    .whereNull('review_approvers.decision')
    .where('review_rounds.status', 'open')
    .first(
      'review_links.id as link_id',
      'review_rounds.id as round_id',
      'review_rounds.workspace_id',
      'review_approvers.membership_id',
    )) as LinkedRow | undefined;
  if (!row) return undefined;
  const actor = await comingIn(row);
  if (!actor) return undefined;
  try {
    return { actor, round: await findRound(actor, row.round_id), linkId: row.link_id };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/**
 * Makes the decision that a link leads to, and uses the link up.
 * @throws NotFound where it was used meanwhile, Invalid as decideReview() does.
 */
export async function decideByLink(
  { actor, round, linkId }: LinkedDecision,
  said: Omit<Said, 'way'>,
): Promise<FoundRound> {
  return transaction(async () => {
    const decided = await decideReview(actor, round.id, { ...said, way: 'mail' });
    const used = await table<LinkRow>('review_links')
      .where({ id: linkId })
      .whereNull('used_at')
      .update({ used_at: now() });
    if (Number(used) !== 1) throw new NotFound();
    return decided;
  });
}

/** Removes links that ended before a moment (ms UTC). */
export async function deleteOldLinks(before: number): Promise<void> {
  await table<LinkRow>('review_links').where('expires_at', '<', before).delete();
}

/** Whose decision it is, as long as they could sign in. */
async function comingIn({ workspace_id, membership_id }: LinkedRow): Promise<Actor | undefined> {
  const member = (await activeMemberships(workspace_id)
    .where('memberships.id', membership_id)
    .first('memberships.user_id')) as { user_id: number } | undefined;
  return member && loadActor(member.user_id, workspace_id, 'mail');
}
