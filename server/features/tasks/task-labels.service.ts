import { lockRow, transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listLabels } from '../labels/index.js';
import { listCardLabels, replaceTaskLabels } from './task-labels.queries.js';
import { taskLabelled } from './tasks.events.js';
import { mayOnTask } from './tasks.policy.js';
import { type FoundTask, findTask, type TaskRow } from './tasks.queries.js';

/** Labels that were set, with those the task bore before: for the way back. */
export interface Labelling {
  task: FoundTask;
  before: number[];
}

/**
 * Makes a task bear exactly these labels of its project.
 * @throws NotFound, Forbidden without tasks.edit, Invalid {label_ids} for any other label.
 */
export async function labelTask(
  actor: Actor,
  taskId: number,
  labelIds: readonly number[],
): Promise<Labelling> {
  return transaction(async () => {
    await lockRow('tasks', taskId);
    const task = await findTask(actor, taskId);
    if (!mayOnTask(actor, 'tasks.edit', task)) throw new Forbidden();
    return { task, before: await setLabels(actor, task, labelIds) };
  });
}

/**
 * Sets the labels of a task within the open transaction, and returns those before.
 * @throws Invalid {label_ids} for a label of another project.
 */
export async function setLabels(
  actor: Actor,
  task: Pick<TaskRow, 'id' | 'project_id' | 'title'>,
  labelIds: readonly number[],
): Promise<number[]> {
  const wanted = new Set(labelIds);
  const known = await listLabels(task.project_id);
  const chosen = known.filter(({ id }) => wanted.has(id));
  if (chosen.length !== wanted.size) throw new Invalid({ label_ids: 'errors.choice' });
  const before = ((await listCardLabels([task.id])).get(task.id) ?? []).map(({ id }) => id);
  const gone = before.filter((id) => !wanted.has(id));
  const added = [...wanted].filter((id) => !before.includes(id));
  if (gone.length + added.length === 0) return before;
  await replaceTaskLabels(task.id, { gone, added });
  await publish(taskLabelled, {
    actor,
    subject: { type: 'task', id: task.id },
    projectId: task.project_id,
    visibility: 'internal',
    data: { title: task.title, labels: chosen.map(({ name }) => name).join(', ') },
  });
  return before;
}
