import { everybody, insertRows, keptQuery, table } from '../../core/database/index.js';
import type { Hue } from '../../core/permissions/index.js';
import type { TaskRow } from './tasks.queries.js';

/** A label as a task bears it. */
export interface TaskLabel {
  id: number;
  name: string;
  hue: Hue;
}

const borne = keptQuery<
  object,
  { taskIds: readonly number[] },
  (TaskLabel & { task_id: number })[]
>((_everybody, { taskIds }) =>
  table('task_labels')
    .join('labels', 'labels.id', 'task_labels.label_id')
    .whereIn('task_labels.task_id', [...taskIds])
    .whereNull('labels.deleted_at')
    .orderBy('labels.name')
    .orderBy('labels.id')
    .select('task_labels.task_id', 'labels.id', 'labels.name', 'labels.hue'),
);

const choices = keptQuery<
  object,
  { taskId: number; projectId: number },
  (TaskLabel & { is_borne: number | null })[]
>((_everybody, { taskId, projectId }) =>
  table('labels')
    .leftJoin('task_labels', (join) => {
      join.on('task_labels.label_id', 'labels.id').andOnVal('task_labels.task_id', taskId);
    })
    .where('labels.project_id', projectId)
    .whereNull('labels.deleted_at')
    .orderBy('labels.name')
    .orderBy('labels.id')
    .select('labels.id', 'labels.name', 'labels.hue', 'task_labels.id as is_borne'),
);

/** The labels of tasks that somebody of the team sees, by task; one query, however many tasks. */
export async function listCardLabels(
  taskIds: readonly number[],
): Promise<Map<number, TaskLabel[]>> {
  const found = new Map<number, TaskLabel[]>();
  if (taskIds.length === 0) return found;
  for (const { task_id, ...label } of await borne(everybody, { taskIds })) {
    const others = found.get(task_id);
    if (others) others.push(label);
    else found.set(task_id, [label]);
  }
  return found;
}

/** The labels of a task's project by name, each with whether the task bears it; one query. */
export async function listLabelChoices(
  task: Pick<TaskRow, 'id' | 'project_id'>,
): Promise<(TaskLabel & { isBorne: boolean })[]> {
  const rows = await choices(everybody, { taskId: task.id, projectId: task.project_id });
  return rows.map(({ is_borne, ...label }) => ({ ...label, isBorne: is_borne !== null }));
}

/** Makes a task bear exactly these labels of those that are not removed. */
export async function replaceTaskLabels(
  taskId: number,
  { gone, added }: { gone: readonly number[]; added: readonly number[] },
): Promise<void> {
  if (gone.length > 0)
    await table('task_labels')
      .where({ task_id: taskId })
      .whereIn('label_id', [...gone])
      .delete();
  await insertRows(
    'task_labels',
    added.map((label_id) => ({ task_id: taskId, label_id })),
  );
}

/** On how many tasks that are not deleted each label of a project is, by label; one query. */
export async function countLabelUse(projectId: number): Promise<Map<number, number>> {
  const rows = (await table('task_labels')
    .join('labels', 'labels.id', 'task_labels.label_id')
    .join('tasks', 'tasks.id', 'task_labels.task_id')
    .where('labels.project_id', projectId)
    .whereNull('tasks.deleted_at')
    .groupBy('labels.id')
    .select('labels.id')
    .count({ n: '*' })) as unknown as { id: number; n: unknown }[];
  return new Map(rows.map(({ id, n }) => [id, Number(n)]));
}
