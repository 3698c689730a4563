import { everybody, insertRows, keptQuery, raw, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { isLive, type ProjectPeople, type ProjectPerson } from '../projects/index.js';
import type { AssigneeRow } from './tasks.queries.js';

type Assigned = Pick<AssigneeRow, 'id' | 'task_id' | 'membership_id'>;

const liveAssignees = keptQuery<object, { taskIds: readonly number[] }, Assigned[]>(
  (_everybody, { taskIds }) =>
    table<AssigneeRow>('task_assignees')
      .whereIn('task_id', [...taskIds])
      .where(isLive('ends_at'))
      .orderBy('id')
      .select('id', 'task_id', 'membership_id'),
);

/**
 * Who has each of several tasks, in the order of assignment; one query, however many tasks. Who is
 * off the project works on none of its tasks any more; who was deactivated still has them, marked
 * as such, until somebody else takes them.
 */
export async function listAssignees(
  { team, deactivated }: Pick<ProjectPeople, 'team' | 'deactivated'>,
  taskIds: readonly number[],
): Promise<Map<number, ProjectPerson[]>> {
  const found = new Map<number, ProjectPerson[]>();
  const known = new Map([...team, ...deactivated].map((one) => [one.membershipId, one]));
  if (taskIds.length === 0 || known.size === 0) return found;
  for (const { task_id, membership_id } of await liveAssignees(everybody, { taskIds })) {
    const person = known.get(membership_id);
    if (!person) continue;
    const others = found.get(task_id);
    if (others) others.push(person);
    else found.set(task_id, [person]);
  }
  return found;
}

const membersOfTask = keptQuery<object, { taskId: number }, (Assigned & { watches: number })[]>(
  (_everybody, { taskId }) =>
    table<AssigneeRow>('task_assignees')
      .where('task_id', taskId)
      .where(isLive('ends_at'))
      .select('id', 'task_id', 'membership_id', raw('0 as watches'))
      .unionAll(
        table('task_watchers')
          .where('task_id', taskId)
          .select('id', 'task_id', 'membership_id', raw('1 as watches')) as never,
      ) as never,
);

/** Who has to do with a task. */
export interface TaskMembers {
  assignees: ProjectPerson[];
  /** Of those on the project. */
  watchers: ProjectPerson[];
  /** Memberships of all who watch it, on the project or not. */
  watcherIds: number[];
}

/**
 * Who works on a task and who watches it, each in the order in which they came; one query. Who is
 * off the project works on none of its tasks any more.
 */
export async function listTaskMembers(
  { team, deactivated }: Pick<ProjectPeople, 'team' | 'deactivated'>,
  taskId: number,
): Promise<TaskMembers> {
  const rows = [...(await membersOfTask(everybody, { taskId }))].sort((a, b) => a.id - b.id);
  const among = (people: readonly ProjectPerson[], watches: number) =>
    rows
      .filter((row) => Number(row.watches) === watches)
      .flatMap(({ membership_id }) =>
        people.filter(({ membershipId }) => membershipId === membership_id),
      );
  const watching = rows.filter((row) => Number(row.watches) === 1);
  return {
    assignees: among([...team, ...deactivated], 0),
    watchers: among(team, 1),
    watcherIds: watching.map(({ membership_id }) => membership_id),
  };
}

/** Assigns a task to memberships; assignments that had ended begin anew. */
export async function insertAssignees(
  taskId: number,
  membershipIds: readonly number[],
): Promise<void> {
  await deleteAssignees(taskId, membershipIds);
  const created_at = now();
  await insertRows(
    'task_assignees',
    membershipIds.map((membership_id) => ({
      task_id: taskId,
      membership_id,
      ends_at: null,
      created_at,
    })),
  );
  await mirrorTasks({ id: taskId });
}

/** Takes a task from memberships. */
export async function deleteAssignees(
  taskId: number,
  membershipIds: readonly number[],
): Promise<void> {
  if (membershipIds.length === 0) return;
  await table('task_assignees')
    .where({ task_id: taskId })
    .whereIn('membership_id', [...membershipIds])
    .delete();
}

/** What assignments repeat of their task, as the task's own columns. */
export const mirrored = ['completed_at', 'deleted_at', 'due_on'] as const;

/**
 * Makes the assignments of one task or of a column's tasks repeat what a person's open tasks are
 * found and ordered by. It belongs into the transaction of every change of it, which has the
 * tasks locked.
 */
export async function mirrorTasks(tasks: { id: number } | { column_id: number }): Promise<void> {
  await table('task_assignees')
    .whereIn('task_id', table('tasks').where(tasks).select('id'))
    .update({
      is_open: raw(
        '(select case when completed_at is null and deleted_at is null then 1 else 0 end from tasks where tasks.id = task_assignees.task_id)',
      ),
      due_order: raw(
        "(select coalesce(due_on, '9999-12-31') from tasks where tasks.id = task_assignees.task_id)",
      ),
    });
}
