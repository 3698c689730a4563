import { type EventRow, historyOf } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';

/** What happened to a task that the caller has found for the actor, newest first; one query. */
export async function listTaskEvents(
  actor: Actor,
  taskId: number,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<EventRow[]> {
  const rows = historyOf(actor, { type: 'task', id: taskId });
  if (before !== undefined) rows.where('events.id', '<', before);
  return (await rows.orderBy('events.id', 'desc').limit(limit)) as EventRow[];
}
