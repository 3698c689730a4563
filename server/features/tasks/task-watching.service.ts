import { insertRow, lockRow, table, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type FoundTask, findTask } from './tasks.queries.js';

/**
 * Lets a member of the team hear about a task they see, or no longer. What they may see is looked
 * at again for each message.
 * @throws NotFound for a task they do not see, and for clients, who hear by what is shared with them.
 */
export async function watchTask(actor: Actor, id: number, isWatching: boolean): Promise<FoundTask> {
  return transaction(async () => {
    const task = await findTask(actor, id);
    if (actor.kind === 'client') throw new NotFound();
    await lockRow('tasks', id);
    const own = { task_id: id, membership_id: actor.membershipId };
    await table('task_watchers').where(own).delete();
    if (isWatching) await insertRow('task_watchers', { ...own, created_at: now() });
    return task;
  });
}
