import { lockRow, transaction } from '../../core/database/index.js';
import { now, today } from '../../core/dates/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listMarkedFiles } from '../files/index.js';
import {
  type Agreement,
  type FoundTask,
  findTask,
  mayOnTask,
  setReviewState,
  setVisibility,
} from '../tasks/index.js';
import { insertApprovers, listPossibleApprovers } from './approvers.queries.js';
import type { Rule } from './review-choices.js';
import { reviewRequested, reviewWithdrawn } from './reviews.events.js';
import {
  type FoundRound,
  findRound,
  insertReviewFiles,
  insertRound,
  lastNumber,
  mostFiles,
  updateRound,
} from './reviews.queries.js';

/** What is asked of whom. */
export interface ReviewRequest {
  approverIds: readonly number[];
  rule: Rule;
  due_on: string | null;
  message: string | null;
  /** That what appears with the task may appear, and which of it stays internal. */
  agreement: Agreement | null;
}

/**
 * Asks clients to approve a task as it is now: its text and the files they can see. An internal
 * task becomes visible to them by it, with what was agreed to. Returns the round's id.
 * @throws NotFound; Forbidden without tasks.request_review, or without tasks.share for an internal
 * task; Invalid {approver_ids} for who may not review it, {due_on} for a day that is over, {''}
 * while a round is open or where more would appear than was agreed to.
 */
export async function requestReview(
  actor: Actor,
  taskId: number,
  request: ReviewRequest,
): Promise<number> {
  return transaction(async () => {
    await lockRow('tasks', taskId);
    const found = await findTask(actor, taskId);
    if (!mayOnTask(actor, 'tasks.request_review', found)) throw new Forbidden();
    if (found.review_state === 'open') throw new Invalid({ '': 'reviews.errors.open' });
    if (request.due_on && request.due_on < today(actor.timezone))
      throw new Invalid({ due_on: 'reviews.errors.past' });
    await requireApprovers(actor, found, request.approverIds);
    const { isDone, task } = await setVisibility(actor, taskId, 'client', request.agreement);
    if (!isDone) throw new Invalid({ '': 'reviews.errors.more_appears' });
    const round = await openRound(actor, task, request);
    await insertApprovers(round.id, request.approverIds);
    const subject = { type: 'task', id: taskId };
    await insertReviewFiles(round.id, await listMarkedFiles(actor, { subject }, mostFiles));
    await setReviewState(taskId, 'open');
    await announce(actor, reviewRequested, task, round);
    return round.id;
  });
}

/** Takes an open round back. @throws NotFound, Forbidden, Invalid {''} for one that is closed. */
export async function withdrawReview(actor: Actor, id: number): Promise<FoundRound> {
  return transaction(async () => {
    const { task_id } = await findRound(actor, id);
    await lockRow('tasks', task_id);
    const round = await findRound(actor, id);
    const task = await findTask(actor, task_id);
    if (!mayOnTask(actor, 'tasks.request_review', task)) throw new Forbidden();
    if (round.status !== 'open') throw new Invalid({ '': 'reviews.errors.closed' });
    await updateRound(id, { status: 'withdrawn', closed_at: now() });
    await setReviewState(task_id, null);
    await announce(actor, reviewWithdrawn, task, round);
    return round;
  });
}

async function requireApprovers(
  actor: Actor,
  task: FoundTask,
  ids: readonly number[],
): Promise<void> {
  const possible = await listPossibleApprovers(actor, task);
  const chosen = possible.filter(({ id }) => ids.includes(id));
  if (chosen.length === 0 || chosen.length !== new Set(ids).size)
    throw new Invalid({ approver_ids: 'errors.choice' });
}

async function openRound(actor: Actor, task: FoundTask, request: ReviewRequest) {
  const number = (await lastNumber(task.id)) + 1;
  const id = await insertRound({
    workspace_id: task.workspace_id,
    task_id: task.id,
    number,
    status: 'open',
    rule: request.rule,
    due_on: request.due_on,
    message: request.message,
    title: task.title,
    description: task.description,
    requested_by_user_id: actor.userId,
    created_at: now(),
  });
  return { id, number };
}

async function announce(
  actor: Actor,
  kind: EventKind<{ title: string; roundId: number; number: number }>,
  task: Pick<FoundTask, 'id' | 'project_id' | 'title'>,
  round: { id: number; number: number },
): Promise<void> {
  await publish(kind, {
    actor,
    subject: { type: 'task', id: task.id },
    projectId: task.project_id,
    // Who is asked hears of it by mail and on their pages; the others need not know.
    visibility: 'internal',
    data: { title: task.title, roundId: round.id, number: round.number },
  });
}
