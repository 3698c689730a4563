import { insertRow, keptQuery, type Query, raw, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type FoundTask, type TaskRow, visibleAmongFew } from '../tasks/index.js';

/** How another task stands to the one that is looked at. */
export type LinkKind = 'parent' | 'subtask' | 'blocker' | 'blocked';

/** A task at the other end of a link. */
export interface LinkedTask {
  kind: LinkKind;
  id: number;
  number: number;
  title: string;
  completed_at: number | null;
  due_on: string | null;
}

/** Links of one kind that a page shows; a task with more of them is a project. */
const mostOfKind = 100;

const linked = keptQuery<Actor, { id: number; parentId: number }, LinkedTask[]>(
  (actor, { id, parentId }) => {
    const tied = (kind: LinkKind, rows: Query<TaskRow>) =>
      rows
        .limit(mostOfKind)
        .select(
          raw('? as kind', [kind]),
          'tasks.id',
          'tasks.number',
          'tasks.title',
          'tasks.completed_at',
          'tasks.due_on',
        );
    const along = (from: string, to: string) =>
      visibleAmongFew(actor)
        .join('task_dependencies', `task_dependencies.${to}`, 'tasks.id')
        .where(`task_dependencies.${from}`, id) as unknown as Query<TaskRow>;
    // SQLite takes no LIMIT inside a UNION unless it stands in a subquery of its own.
    const parts = [
      tied('parent', visibleAmongFew(actor).where('tasks.id', parentId) as Query<TaskRow>),
      tied('subtask', visibleAmongFew(actor).where('tasks.parent_task_id', id) as Query<TaskRow>),
      tied('blocker', along('task_id', 'blocked_by_task_id')),
      tied('blocked', along('blocked_by_task_id', 'task_id')),
    ].map((rows) => table('tasks').from(rows.as('part')).select('*'));
    const [first = table('tasks'), ...rest] = parts;
    return first.unionAll(rest) as unknown as Query<LinkedTask>;
  },
);

/** The tasks that a task is linked with, of those the actor sees, by number; one query. */
export async function listLinkedTasks(
  actor: Actor,
  task: Pick<FoundTask, 'id' | 'parent_task_id'>,
): Promise<LinkedTask[]> {
  const rows = await linked(actor, { id: task.id, parentId: task.parent_task_id ?? 0 });
  return [...rows].sort((one, other) => one.number - other.number);
}

/** Which of some tasks wait for one that is open and that the actor sees; one query. */
export async function blockedAmong(
  actor: Actor,
  taskIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (taskIds.length === 0) return new Set();
  const rows = (await blocked(actor, { taskIds })) as { task_id: number }[];
  return new Set(rows.map(({ task_id }) => task_id));
}

const blocked = keptQuery<Actor, { taskIds: readonly number[] }, unknown>((actor, { taskIds }) =>
  visibleAmongFew(actor)
    .join('task_dependencies', 'task_dependencies.blocked_by_task_id', 'tasks.id')
    .whereIn('task_dependencies.task_id', [...taskIds])
    .whereNull('tasks.completed_at')
    .distinct('task_dependencies.task_id'),
);

/** The task of a project with this number, among those the actor sees. */
export async function lookUpByNumber(
  actor: Actor,
  projectId: number,
  number: number,
): Promise<TaskRow | undefined> {
  const rows = await visibleAmongFew(actor)
    .where('tasks.project_id', projectId)
    .where('tasks.number', number)
    .select('tasks.*');
  return (rows as TaskRow[])[0];
}

/** For what some tasks wait, whoever sees it: to find circles. */
export async function listBlockersUnscoped(taskIds: readonly number[]): Promise<number[]> {
  return (await table('task_dependencies')
    .whereIn('task_id', [...taskIds])
    .pluck('blocked_by_task_id')) as number[];
}

/** Whether anything, deleted or not, is a part of a task. */
export async function hasSubtasksUnscoped(taskId: number): Promise<boolean> {
  const rows = await table('tasks').where({ parent_task_id: taskId }).limit(1).select('id');
  return rows.length > 0;
}

/** Lets a task wait for another. */
export async function insertDependency(taskId: number, blockedById: number): Promise<void> {
  await insertRow('task_dependencies', {
    task_id: taskId,
    blocked_by_task_id: blockedById,
    created_at: now(),
  });
}

/** Lets a task wait for another no more; says whether it did. */
export async function deleteDependency(taskId: number, blockedById: number): Promise<boolean> {
  const gone = await table('task_dependencies')
    .where({ task_id: taskId, blocked_by_task_id: blockedById })
    .delete();
  return gone > 0;
}
