import { insertRows, lockRows, type Query, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type Actor, scopeOf } from '../../core/permissions/index.js';
import { isLive } from '../projects/index.js';
import type { MovableTask } from './held-tasks.queries.js';
import { visibleAmongFew, withinScope } from './tasks.policy.js';
import type { AssigneeRow, TaskRow } from './tasks.queries.js';

/** A task that was passed on when somebody left. */
export interface HandedRow {
  id: number;
  hand_over_id: number;
  task_id: number;
  /** The membership that got it; null for nobody. */
  receiver_id: number | null;
  /** 1 when it was not the receiver's before as well. */
  is_new: number;
}

/** A task that can be given back, with what an assignment repeats of it. */
export interface ReturnableTask extends MovableTask {
  receiver_id: number | null;
  is_new: number;
}

type Due = Pick<TaskRow, 'due_on'>;

/** Takes tasks from one member and gives them to another, or to nobody; a few statements for all. */
export async function reassign(
  tasks: readonly MovableTask[],
  { fromId, toId }: { fromId: number | null; toId: number | null },
): Promise<{ newIds: Set<number> }> {
  const ids = tasks.map(({ id }) => id);
  if (fromId !== null) await ofMember(fromId, ids).delete();
  if (toId === null) return { newIds: new Set() };
  const had = new Set(
    (await ofMember(toId, ids).where(isLive('ends_at')).pluck('task_id')) as number[],
  );
  const coming = tasks.filter(({ id }) => !had.has(id));
  // An assignment that had ended begins anew.
  await ofMember(
    toId,
    coming.map(({ id }) => id),
  ).delete();
  const created_at = now();
  await insertRows(
    'task_assignees',
    coming.map(({ id, due_order }) => ({
      task_id: id,
      membership_id: toId,
      ends_at: null,
      created_at,
      is_open: 1,
      due_order,
    })),
  );
  return { newIds: new Set(coming.map(({ id }) => id)) };
}

/** Keeps what went to whom under a hand-over. */
export async function insertHanded(rows: readonly Omit<HandedRow, 'id'>[]): Promise<void> {
  await insertRows('hand_over_tasks', rows as unknown as Record<string, unknown>[]);
}

/** Titles of the tasks that a receiver got by a hand-over and still has, the most pressing first. */
export async function listReceived(
  receiver: Actor,
  handOverId: number,
): Promise<{ title: string; project: string }[]> {
  const rows = await visibleAmongFew(receiver)
    .join('hand_over_tasks', 'hand_over_tasks.task_id', 'tasks.id')
    .join('projects', 'projects.id', 'tasks.project_id')
    .where({
      'hand_over_tasks.hand_over_id': handOverId,
      'hand_over_tasks.receiver_id': receiver.membershipId,
    })
    .whereExists(assignment('hand_over_tasks.receiver_id'))
    .orderByRaw("coalesce(tasks.due_on, '9999-12-31')")
    .orderBy('tasks.id')
    .select('tasks.title', 'projects.name as project');
  return rows as unknown as { title: string; project: string }[];
}

/**
 * The tasks of some hand-overs that can be given back: open, still with who received them (or
 * still nobody's), in a project that the one who returns is on, and the actor may assign them.
 */
export async function listReturnableTasks(
  actor: Actor,
  membershipId: number,
  handOverIds: readonly number[],
): Promise<ReturnableTask[]> {
  const rows = await returnable(actor, membershipId, handOverIds)
    .orderBy('hand_over_tasks.id')
    .select(
      'tasks.id',
      'tasks.project_id',
      'tasks.title',
      'tasks.due_on',
      'hand_over_tasks.receiver_id',
      'hand_over_tasks.is_new',
    );
  const found = new Map<number, ReturnableTask>();
  // Of a task that was passed on more than once, the last time counts.
  for (const { due_on, ...task } of rows as unknown as (ReturnableTask & Due)[])
    found.set(task.id, { ...task, due_order: due_on ?? '9999-12-31' });
  return [...found.values()];
}

/** The same, locked first: what somebody else changes at this moment counts. */
export async function lockReturnableTasks(
  actor: Actor,
  membershipId: number,
  handOverIds: readonly number[],
): Promise<ReturnableTask[]> {
  const found = await listReturnableTasks(actor, membershipId, handOverIds);
  await lockRows(
    'tasks',
    found.map(({ id }) => id),
  );
  return listReturnableTasks(actor, membershipId, handOverIds);
}

function returnable(
  actor: Actor,
  membershipId: number,
  handOverIds: readonly number[],
): Query<TaskRow> {
  const rows = visibleAmongFew(actor)
    .join('hand_over_tasks', 'hand_over_tasks.task_id', 'tasks.id')
    .whereIn('hand_over_tasks.hand_over_id', [...handOverIds])
    .whereNull('tasks.completed_at')
    .whereIn(
      'tasks.project_id',
      table('project_assignments')
        .where('project_assignments.membership_id', membershipId)
        .where(isLive('project_assignments.ends_at'))
        .select('project_assignments.project_id'),
    )
    .whereNotExists(assignment().where('task_assignees.membership_id', membershipId))
    .where((either) => {
      either.whereExists(assignment('hand_over_tasks.receiver_id')).orWhere((nobody) => {
        nobody.whereNull('hand_over_tasks.receiver_id').whereNotExists(assignment());
      });
    });
  return withinScope(
    actor,
    rows as unknown as Query<TaskRow>,
    scopeOf(actor, 'tasks.assign'),
    'rows',
  );
}

/** A live assignment of the task at hand: to anybody, or to the member in a column. */
function assignment(memberColumn?: string) {
  const rows = table('task_assignees')
    .whereRaw('task_assignees.task_id = tasks.id')
    .where(isLive('task_assignees.ends_at'))
    .select('task_assignees.id');
  return memberColumn ? rows.whereRaw('task_assignees.membership_id = ??', [memberColumn]) : rows;
}

function ofMember(membership_id: number, taskIds: readonly number[]) {
  return table<AssigneeRow>('task_assignees')
    .where({ membership_id })
    .whereIn('task_id', [...taskIds]);
}
