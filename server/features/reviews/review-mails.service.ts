import { table, transaction } from '../../core/database/index.js';
import { addDays, day, now, today } from '../../core/dates/index.js';
import { queueMail } from '../../core/mail/index.js';
import { type Actor, systemActor } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { activeMemberships, loadActor } from '../memberships/index.js';
import { type ApproverRow, listApprovers } from './approvers.queries.js';
import { deleteOldLinks, issueReviewLink } from './review-links.service.js';
import { reviewDecidedEmail, reviewReminderEmail, reviewRequestedEmail } from './reviews.emails.js';
import { visibleRounds } from './reviews.policy.js';
import {
  type FoundRound,
  findRound,
  listReviewFiles,
  type RoundRow,
  updateRound,
} from './reviews.queries.js';

/** Rounds that one turn of the reminders looks at. */
const mostReminded = 200;

/** Asks everybody who has to decide in a round, each by a link of their own. */
export async function mailRequest(
  workspaceId: number,
  roundId: number,
  requester: string,
): Promise<void> {
  const round = await openRound(workspaceId, roundId);
  if (!round) return;
  const files = (await listReviewFiles([roundId])).get(roundId) ?? [];
  for (const { recipient, approver } of await waitingFor(round)) {
    await transaction(async () => {
      const { token, expiresAt } = await issueReviewLink(approver.id);
      const path = `/review/${token}`;
      const said = { requester, files: files.map(({ name }) => name), path, expiresAt };
      await queueMail(reviewRequestedEmail(recipient, round, said));
    });
  }
}

/** Tells who asked, and who works on the task, what a client decided; never the client. */
export async function mailDecision(
  workspaceId: number,
  roundId: number,
  deciderId: number | null,
): Promise<void> {
  const system = systemActor(workspaceId);
  const round = await findRound(system, roundId);
  const host = hostOf('task');
  const task = await host.find(system, round.task_id);
  const said = await decisionOf(round, deciderId);
  if (!said) return;
  const ids = new Set([round.requested_by_user_id, ...(await host.followers(task))]);
  for (const recipient of await teamAmong(workspaceId, [...ids])) {
    if (await sees(recipient, round)) await queueMail(reviewDecidedEmail(recipient, round, said));
  }
}

/**
 * Reminds those who still have to decide, once for each round: from the day before its date on.
 * Links of old mails are thrown away.
 */
export async function remindOfOpenReviews(): Promise<void> {
  const rounds = (await table<RoundRow>('review_rounds')
    .where({ status: 'open' })
    .whereNull('reminded_at')
    .where('due_on', '<=', addDays(today('UTC'), 1))
    .orderBy('id')
    .limit(mostReminded)) as unknown as RoundRow[];
  for (const { id, workspace_id } of rounds) await remind(workspace_id, id);
  await deleteOldLinks(now() - day);
}

async function remind(workspaceId: number, roundId: number): Promise<void> {
  const round = await openRound(workspaceId, roundId);
  const waiting = round ? await waitingFor(round) : [];
  await transaction(async () => {
    // Noted together with the messages: a crash in between reminds nobody twice.
    await updateRound(roundId, { reminded_at: now() });
    for (const { recipient } of waiting)
      if (round) await queueMail(reviewReminderEmail(recipient, round));
  });
}

/** The round, where it still awaits decisions and its task is there. */
async function openRound(workspaceId: number, roundId: number): Promise<FoundRound | undefined> {
  const system = systemActor(workspaceId);
  const rows = await visibleRounds(system).where('review_rounds.id', roundId);
  if ((rows as RoundRow[])[0]?.status !== 'open') return undefined;
  return findRound(system, roundId);
}

/** Who still has to decide and sees the round, each as themselves. */
async function waitingFor(
  round: FoundRound,
): Promise<{ recipient: Actor; approver: ApproverRow }[]> {
  const asked = (await listApprovers([round.id])).get(round.id) ?? [];
  const found: { recipient: Actor; approver: ApproverRow }[] = [];
  for (const approver of asked.filter(({ decision }) => decision === null)) {
    const member = (await activeMemberships(round.workspace_id)
      .where('memberships.id', approver.membership_id)
      .first('memberships.user_id')) as { user_id: number } | undefined;
    const recipient = member && (await loadActor(member.user_id, round.workspace_id, 'mail'));
    if (recipient && (await sees(recipient, round))) found.push({ recipient, approver });
  }
  return found;
}

async function decisionOf(round: FoundRound, deciderId: number | null) {
  const asked = (await listApprovers([round.id])).get(round.id) ?? [];
  const owner = await loadActor(deciderId ?? 0, round.workspace_id, 'mail');
  const own = asked.find(({ membership_id }) => membership_id === owner?.membershipId);
  if (!own?.decision) return undefined;
  return { name: own.name, decision: own.decision, comment: own.comment };
}

async function teamAmong(workspaceId: number, userIds: readonly number[]): Promise<Actor[]> {
  const members = (await activeMemberships(workspaceId)
    .whereIn('memberships.user_id', [...userIds])
    .where('memberships.audience', 'team')
    .orderBy('memberships.user_id')
    .select('memberships.user_id')) as { user_id: number }[];
  const actors = [];
  for (const { user_id } of members) {
    const actor = await loadActor(user_id, workspaceId, 'mail');
    if (actor) actors.push(actor);
  }
  return actors;
}

async function sees(actor: Actor, round: FoundRound): Promise<boolean> {
  const rows = await visibleRounds(actor).where('review_rounds.id', round.id).select('id');
  return rows.length > 0;
}
