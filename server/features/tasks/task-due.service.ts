import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { taskUpdated } from './tasks.events.js';
import { mayOnTask } from './tasks.policy.js';
import { findTask, updateTask } from './tasks.queries.js';

/**
 * Gives a task another due date (YYYY-MM-DD), or none, and returns the one before.
 * @throws NotFound, Forbidden without tasks.edit, Invalid {due_on} for a day before its start.
 */
export async function rescheduleTask(
  actor: Actor,
  id: number,
  due_on: string | null,
): Promise<string | null> {
  return transaction(async () => {
    await lockRow('tasks', id);
    const task = await findTask(actor, id);
    if (!mayOnTask(actor, 'tasks.edit', task)) throw new Forbidden();
    if (task.start_on && due_on && due_on < task.start_on)
      throw new Invalid({ due_on: 'tasks.errors.due_before_start' });
    if (task.due_on === due_on) return due_on;
    await updateTask(id, { due_on, updated_at: Math.max(now(), task.updated_at + 1) });
    await publish(taskUpdated, {
      actor,
      subject: { type: 'task', id },
      projectId: task.project_id,
      visibility: task.visibility,
      data: {
        title: task.title,
        changes: [{ field: 'due_on', before: task.due_on, after: due_on }],
      },
    });
    return task.due_on;
  });
}
