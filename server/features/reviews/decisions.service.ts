import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Invalid, NotFound } from '../../core/http/index.js';
import { type Actor, systemActor } from '../../core/permissions/index.js';
import { listColumns } from '../columns/index.js';
import { moveTask, setReviewState } from '../tasks/index.js';
import { type ApproverRow, listApprovers, updateApprover } from './approvers.queries.js';
import { appendEntry } from './entries.service.js';
import type { Decision, RoundStatus } from './review-choices.js';
import { reviewApproved, reviewChangesRequested } from './reviews.events.js';
import { type FoundRound, findRound, listReviewFiles, updateRound } from './reviews.queries.js';

/** What somebody says, and how they came to say it. */
export interface Said {
  decision: Decision;
  comment: string | null;
  way: 'portal' | 'mail';
  ipAddress: string;
}

/**
 * Notes a client's decision, bound to what the round showed. Where it decides the round, the task
 * goes to its project's column for what is approved, if there is one.
 * @throws NotFound for a round they are not asked in; Invalid {''} where it is closed or they have
 * decided.
 */
export async function decideReview(actor: Actor, id: number, said: Said): Promise<FoundRound> {
  return transaction(async () => {
    const { task_id, project_id } = await findRound(actor, id);
    // Always in this order: the chain of the workspace, the column the task may go to, the task.
    await lockRow('workspaces', actor.workspaceId);
    const approvedColumn = await columnForApproved(project_id, said.decision);
    if (approvedColumn) await lockRow('columns', approvedColumn);
    await lockRow('tasks', task_id);
    const round = await findRound(actor, id);
    const approver = await openAnswer(actor, round);
    const at = now();
    const { decision, comment, way, ipAddress } = said;
    await updateApprover(approver.id, {
      decision,
      comment,
      way,
      ip_address: ipAddress,
      decided_at: at,
    });
    const files = (await listReviewFiles([round.id])).get(round.id) ?? [];
    await appendEntry(round, { approver, files, said, at });
    const status = await settle(round, at);
    await announce(actor, round, said.decision, status);
    if (status === 'approved' && approvedColumn)
      await moveTask(systemActor(actor.workspaceId), task_id, { columnId: approvedColumn });
    return { ...round, status };
  });
}

async function columnForApproved(
  projectId: number,
  decision: Decision,
): Promise<number | undefined> {
  if (decision !== 'approved') return undefined;
  return (await listColumns(projectId)).find(({ is_approved }) => is_approved === 1)?.id;
}

/** The answer of the actor, which is still to be given. */
async function openAnswer(actor: Actor, round: FoundRound): Promise<ApproverRow> {
  const asked = (await listApprovers([round.id])).get(round.id) ?? [];
  const own = asked.find(({ membership_id }) => membership_id === actor.membershipId);
  if (!own || actor.kind !== 'client') throw new NotFound();
  if (own.decision !== null) throw new Invalid({ '': 'reviews.errors.decided' });
  if (round.status !== 'open') throw new Invalid({ '': `reviews.errors.${round.status}` });
  return own;
}

/** Closes the round where it is decided: one who wants changes is enough, approving as the rule says. */
async function settle(round: FoundRound, at: number): Promise<RoundStatus> {
  const said = ((await listApprovers([round.id])).get(round.id) ?? []).map((row) => row.decision);
  const isApproved =
    round.rule === 'any' ? said.includes('approved') : said.every((one) => one === 'approved');
  const status = said.includes('changes') ? 'changes' : isApproved ? 'approved' : 'open';
  if (status === 'open') return status;
  await updateRound(round.id, { status, closed_at: at });
  await setReviewState(round.task_id, status);
  return status;
}

async function announce(
  actor: Actor,
  round: FoundRound,
  decision: Decision,
  status: RoundStatus,
): Promise<void> {
  await publish(decision === 'approved' ? reviewApproved : reviewChangesRequested, {
    actor,
    subject: { type: 'task', id: round.task_id },
    projectId: round.project_id,
    visibility: 'internal',
    data: {
      title: round.task_title,
      roundId: round.id,
      number: round.number,
      isClosed: status !== 'open',
    },
  });
}
