import {
  everybody,
  insertRow,
  insertRows,
  keptQuery,
  type Query,
  table,
} from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { FoundTask } from '../tasks/index.js';
import type { ApproverRow } from './approvers.queries.js';
import type { RoundStatus, Rule } from './review-choices.js';
import { visibleRounds } from './reviews.policy.js';

/** One time that clients were asked to approve a task, with what was shown to them. */
export interface RoundRow {
  id: number;
  workspace_id: number;
  task_id: number;
  /** Counted within the task, from 1. */
  number: number;
  status: RoundStatus;
  rule: Rule;
  due_on: string | null;
  /** What the team said along with it. */
  message: string | null;
  /** The task's title and description as they were shown. */
  title: string;
  description: string | null;
  requested_by_user_id: number;
  created_at: number;
  closed_at: number | null;
  reminded_at: number | null;
}

/** A round with the task it is about, as an actor found it. */
export interface FoundRound extends RoundRow {
  project_id: number;
  project_name: string;
  task_number: number;
  task_title: string;
  task_description: string | null;
  task_visibility: 'internal' | 'client';
}

/** A file as it was shown in a round. */
export interface ReviewFileRow {
  id: number;
  round_id: number;
  file_id: number;
  name: string;
  size_bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** Files of a task that a round shows at most. */
export const mostFiles = 200;

/** The round, for an actor who may see it. @throws NotFound for everybody else. */
export async function findRound(actor: Actor, id: number): Promise<FoundRound> {
  const found = await withTask(visibleRounds(actor)).where('review_rounds.id', id).first();
  if (!found) throw new NotFound();
  return found as FoundRound;
}

/** Rounds of a task that the actor sees, newest first. */
export async function listRounds(actor: Actor, taskId: number): Promise<FoundRound[]> {
  return (await withTask(visibleRounds(actor))
    .where('review_rounds.task_id', taskId)
    .orderBy('review_rounds.number', 'desc')
    .limit(200)) as FoundRound[];
}

const awaiting = keptQuery<Actor, Record<string, never>, FoundRound[]>((actor, _values, most) =>
  myRounds(actor)
    .where('review_rounds.status', 'open')
    .whereNull('asked.decision')
    .orderByRaw('case when review_rounds.due_on is null then 1 else 0 end')
    .orderBy('review_rounds.due_on')
    .orderBy('review_rounds.id')
    .limit(Number(most)),
);

/** What awaits a client's decision, the most pressing first; one query. */
export function listAwaiting(actor: Actor, most: number): Promise<FoundRound[]> {
  return awaiting(actor, {}, String(most));
}

/** The open round of a task in which a client still has to decide, or nothing. */
export async function lookUpMyRound(actor: Actor, taskId: number): Promise<FoundRound | undefined> {
  return (await myRounds(actor)
    .where('review_rounds.task_id', taskId)
    .where('review_rounds.status', 'open')
    .whereNull('asked.decision')
    .first()) as FoundRound | undefined;
}

/** Rounds in which a client was asked, with what they said: for pages. */
export function myRounds(actor: Actor): Query<FoundRound> {
  return withTask(visibleRounds(actor))
    .join('review_approvers as asked', 'asked.round_id', 'review_rounds.id')
    .where('asked.membership_id', actor.membershipId) as unknown as Query<FoundRound>;
}

type NewestRow = RoundRow & { asked: number } & Pick<
    ApproverRow,
    'membership_id' | 'name' | 'decision' | 'comment' | 'decided_at' | 'ip_address' | 'way'
  >;

const newestOf = keptQuery<object, { taskId: number }, NewestRow[]>(
  (_everybody, { taskId }) =>
    table('review_rounds')
      .join('review_approvers', 'review_approvers.round_id', 'review_rounds.id')
      .join('memberships', 'memberships.id', 'review_approvers.membership_id')
      .join('users', 'users.id', 'memberships.user_id')
      .where('review_rounds.task_id', taskId)
      .whereRaw(
        'review_rounds.number = (select max(number) from review_rounds where task_id = ?)',
        [taskId],
      )
      .orderBy('review_approvers.id')
      .select(
        'review_rounds.*',
        'review_approvers.id as asked',
        'review_approvers.membership_id',
        'review_approvers.decision',
        'review_approvers.comment',
        'review_approvers.decided_at',
        'review_approvers.ip_address',
        'review_approvers.way',
        'users.name',
      ) as never,
);

/** The newest round of a task that somebody of the team has found, with who is asked; one query. */
export async function lookUpNewest(
  task: FoundTask,
): Promise<{ round: FoundRound; approvers: ApproverRow[] } | undefined> {
  const rows = await newestOf(everybody, { taskId: task.id });
  const [first] = rows;
  if (!first) return undefined;
  const round: FoundRound = {
    ...first,
    project_id: task.project_id,
    project_name: task.project_name,
    task_number: task.number,
    task_title: task.title,
    task_description: task.description,
    task_visibility: task.visibility,
  };
  const approvers = rows.map((row) => ({ ...row, id: row.asked, round_id: row.id }));
  return { round, approvers };
}

/** What files some rounds show, by round; one query. */
export async function listReviewFiles(
  roundIds: readonly number[],
): Promise<Map<number, ReviewFileRow[]>> {
  const rows = (await table<ReviewFileRow>('review_files')
    .whereIn('round_id', [...roundIds])
    .orderBy('id')) as unknown as ReviewFileRow[];
  return byRound(rows);
}

/** The number of the last round of a task; 0 before the first. */
export async function lastNumber(taskId: number): Promise<number> {
  const row = await table<RoundRow>('review_rounds')
    .where({ task_id: taskId })
    .orderBy('number', 'desc')
    .first('number');
  return (row as { number: number } | undefined)?.number ?? 0;
}

/** Inserts a round and returns its id. */
export function insertRound(
  row: Omit<RoundRow, 'id' | 'closed_at' | 'reminded_at'>,
): Promise<number> {
  return insertRow('review_rounds', { ...row, closed_at: null, reminded_at: null });
}

/** Changes a round's row. */
export async function updateRound(id: number, changes: Partial<RoundRow>): Promise<void> {
  await table<RoundRow>('review_rounds').where({ id }).update(changes);
}

/** Binds a round to the files it shows. */
export async function insertReviewFiles(
  roundId: number,
  files: readonly { id: number; name: string; size_bytes: number; sha256: string }[],
): Promise<void> {
  await insertRows(
    'review_files',
    files.map(({ id, name, size_bytes, sha256 }) => ({
      round_id: roundId,
      file_id: id,
      name,
      size_bytes,
      sha256,
    })),
  );
}

function withTask(rows: Query<RoundRow>): Query<FoundRound> {
  return rows
    .join('tasks as subject', 'subject.id', 'review_rounds.task_id')
    .join('projects as place', 'place.id', 'subject.project_id')
    .select(
      'review_rounds.*',
      'subject.project_id',
      'place.name as project_name',
      'subject.number as task_number',
      'subject.title as task_title',
      'subject.description as task_description',
      'subject.visibility as task_visibility',
    ) as unknown as Query<FoundRound>;
}

/** Rows by the round they belong to. */
export function byRound<Row extends { round_id: number }>(
  rows: readonly Row[],
): Map<number, Row[]> {
  const found = new Map<number, Row[]>();
  for (const row of rows) {
    const others = found.get(row.round_id);
    if (others) others.push(row);
    else found.set(row.round_id, [row]);
  }
  return found;
}
