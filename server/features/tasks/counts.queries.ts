import { raw, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { Progress } from '../projects/index.js';
import { mirrorTasks } from './assignees.queries.js';
import { openAssignments, visibleAmongFew } from './tasks.policy.js';

/** Counts the tasks that the actor sees of several projects, in one query. */
export async function countSeenTasks(
  actor: Actor,
  projectIds: readonly number[],
): Promise<Map<number, Progress>> {
  const rows = (await visibleAmongFew(actor)
    .whereIn('tasks.project_id', [...projectIds])
    .groupBy('tasks.project_id')
    .select(
      'tasks.project_id',
      raw('count(*) as all_tasks'),
      raw('count(tasks.completed_at) as done_tasks'),
    )) as unknown as {
    project_id: number;
    all_tasks: number;
    done_tasks: number;
  }[];
  return new Map(
    rows.map((row) => [
      row.project_id,
      { all: Number(row.all_tasks), done: Number(row.done_tasks) },
    ]),
  );
}

/** Counts the tasks that the actor sees of each milestone of a project, in one query. */
export async function countMilestoneTasks(
  actor: Actor,
  projectId: number,
): Promise<Map<number, Progress>> {
  const rows = (await visibleAmongFew(actor)
    .where('tasks.project_id', projectId)
    .whereNotNull('tasks.milestone_id')
    .groupBy('tasks.milestone_id')
    .select(
      'tasks.milestone_id',
      raw('count(*) as all_tasks'),
      raw('count(tasks.completed_at) as done_tasks'),
    )) as unknown as { milestone_id: number; all_tasks: number; done_tasks: number }[];
  return new Map(
    rows.map((row) => [
      row.milestone_id,
      { all: Number(row.all_tasks), done: Number(row.done_tasks) },
    ]),
  );
}

/**
 * Open tasks that are assigned to each of some members, of those that the actor sees; one query.
 * Who has none is left out.
 */
export async function countOpenTasksByMember(
  actor: Actor,
  membershipIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = (await openAssignments(actor)
    .whereIn('task_assignees.membership_id', [...membershipIds])
    .groupBy('task_assignees.membership_id')
    .select('task_assignees.membership_id')
    .count({ n: '*' })) as unknown as { membership_id: number; n: unknown }[];
  return new Map(rows.map((row) => [row.membership_id, Number(row.n)]));
}

/** How many tasks each column of a project holds, whoever may see them: for those who manage columns. */
export async function countByColumnUnscoped(projectId: number): Promise<Map<number, number>> {
  const rows = (await table('tasks')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .groupBy('column_id')
    .select('column_id')
    .count({ n: '*' })) as unknown as { column_id: number; n: number }[];
  return new Map(rows.map((row) => [row.column_id, Number(row.n)]));
}

/** How many tasks of a column are open and done, in all and for clients. */
export async function countOpenAndDone(columnId: number) {
  const rows = (await table('tasks')
    .where({ column_id: columnId })
    .whereNull('deleted_at')
    .groupBy('visibility')
    .select(
      'visibility',
      raw('count(*) as all_tasks'),
      raw('count(completed_at) as done_tasks'),
    )) as unknown as { visibility: string; all_tasks: number; done_tasks: number }[];
  const counts = { open: 0, clientOpen: 0, done: 0, clientDone: 0 };
  for (const row of rows) {
    const done = Number(row.done_tasks);
    const open = Number(row.all_tasks) - done;
    counts.open += open;
    counts.done += done;
    if (row.visibility !== 'client') continue;
    counts.clientOpen += open;
    counts.clientDone += done;
  }
  return counts;
}

/** Marks every open task of a column as done at a moment (ms UTC), the deleted ones too. */
export async function completeAllIn(columnId: number, completed_at: number): Promise<void> {
  await table('tasks')
    .where({ column_id: columnId })
    .whereNull('completed_at')
    .update({ completed_at });
  await mirrorTasks({ column_id: columnId });
}

/** Opens every task of a column again, the deleted ones too. */
export async function reopenAllIn(columnId: number): Promise<void> {
  await table('tasks').where({ column_id: columnId }).update({ completed_at: null });
  await mirrorTasks({ column_id: columnId });
}
