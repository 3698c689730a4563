import { raw } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { Progress } from '../projects/index.js';
import { assignedTaskIds, visibleTasks } from './tasks.policy.js';

/** How many open tasks are assigned to the actor. */
export async function countOpenTasks(actor: Actor): Promise<number> {
  const row = await visibleTasks(actor)
    .whereIn('tasks.id', assignedTaskIds(actor))
    .whereNull('tasks.completed_at')
    .count({ n: '*' })
    .first();
  return Number((row as unknown as { n: unknown } | undefined)?.n ?? 0);
}

/** Counts the tasks that the actor sees of several projects, in one query. */
export async function countSeenTasks(
  actor: Actor,
  projectIds: readonly number[],
): Promise<Map<number, Progress>> {
  const rows = (await visibleTasks(actor)
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
