import { publish } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { Holder, Returnable } from '../hand-overs/index.js';
import {
  listReceived,
  listReturnableTasks,
  lockReturnableTasks,
  type ReturnableTask,
  reassign,
} from './handed-tasks.queries.js';
import { taskReturned } from './tasks.events.js';

/** How many tasks somebody who returns can get back, and who has them now. */
export async function countReturnable(
  actor: Actor,
  holder: Holder,
  handOverIds: readonly number[],
): Promise<Returnable> {
  const tasks = await listReturnableTasks(actor, holder.membershipId, handOverIds);
  const receiverIds = tasks.flatMap((task) => task.receiver_id ?? []);
  return { count: tasks.length, receiverIds: [...new Set(receiverIds)] };
}

/**
 * Gives tasks back to somebody who returned, within the open transaction: those that are still
 * with who received them, and open. Whoever worked on one before goes on. Says how many.
 */
export async function returnTasks(
  actor: Actor,
  holder: Holder,
  handOverIds: readonly number[],
): Promise<number> {
  const tasks = await lockReturnableTasks(actor, holder.membershipId, handOverIds);
  for (const fromId of new Set(tasks.map(takenFrom))) {
    const theirs = tasks.filter((task) => takenFrom(task) === fromId);
    await reassign(theirs, { fromId, toId: holder.membershipId });
  }
  const { membershipId, userId, name: person } = holder;
  for (const task of tasks) {
    await publish(taskReturned, {
      actor,
      subject: { type: 'task', id: task.id },
      projectId: task.project_id,
      visibility: 'internal',
      data: { title: task.title, membershipId, userId, person },
    });
  }
  return tasks.length;
}

/** One line for each task that a receiver got and still has. */
export async function receivedLines(receiver: Actor, handOverId: number): Promise<string[]> {
  const tasks = await listReceived(receiver, handOverId);
  return tasks.map(({ title, project }) => `${title} (${project})`);
}

function takenFrom({ receiver_id, is_new }: ReturnableTask): number | null {
  return Number(is_new) === 1 ? receiver_id : null;
}
