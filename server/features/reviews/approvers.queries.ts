import { insertRows, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { knownBy } from '../clients/index.js';
import { type MembershipRow, seers } from '../memberships/index.js';
import type { FoundTask } from '../tasks/index.js';
import type { Decision } from './review-choices.js';
import { reviewSight } from './reviews.policy.js';
import { byRound } from './reviews.queries.js';

/** Somebody who was asked, and what they said. */
export interface ApproverRow {
  id: number;
  round_id: number;
  membership_id: number;
  /** From their account. */
  name: string;
  decision: Decision | null;
  comment: string | null;
  decided_at: number | null;
  ip_address: string | null;
  way: 'portal' | 'mail' | null;
}

/** Contacts that can be asked. */
const mostApprovers = 100;

/** Who is asked in some rounds, and what they said, by round; one query. */
export async function listApprovers(
  roundIds: readonly number[],
): Promise<Map<number, ApproverRow[]>> {
  const rows = (await table<ApproverRow>('review_approvers')
    .join('memberships', 'memberships.id', 'review_approvers.membership_id')
    .join('users', 'users.id', 'memberships.user_id')
    .whereIn('review_approvers.round_id', [...roundIds])
    .orderBy('review_approvers.id')
    .select('review_approvers.*', 'users.name')) as unknown as ApproverRow[];
  return byRound(rows);
}

/** The contacts who can be asked to review a task, by name, of those whom the actor may know. */
export async function listPossibleApprovers(
  actor: Actor,
  task: Pick<FoundTask, 'project_id' | 'workspace_id'>,
): Promise<{ id: number; name: string }[]> {
  return (await seers(reviewSight(task), 'client')
    .where('memberships.status', 'active')
    .where(knownBy(actor))
    .orderBy('users.name')
    .orderBy('memberships.id')
    .limit(mostApprovers)
    .select('memberships.id', 'users.name')) as unknown as { id: number; name: string }[];
}

/** Which of some memberships the actor may know by name; one query. */
export async function listKnown(
  actor: Actor,
  membershipIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = table<MembershipRow>('memberships')
    .whereIn('memberships.id', [...membershipIds])
    .where(knownBy(actor) as never);
  return new Set((await rows.pluck('memberships.id')) as number[]);
}

/** Asks people in a round. */
export async function insertApprovers(
  roundId: number,
  membershipIds: readonly number[],
): Promise<void> {
  await insertRows(
    'review_approvers',
    membershipIds.map((membership_id) => ({
      round_id: roundId,
      membership_id,
      decision: null,
      comment: null,
      decided_at: null,
      ip_address: null,
      way: null,
    })),
  );
}

/** Notes what an approver says. */
export async function updateApprover(
  id: number,
  changes: Partial<Omit<ApproverRow, 'name'>>,
): Promise<void> {
  await table<ApproverRow>('review_approvers').where({ id }).update(changes);
}
