import { afterCommit, insertRow, insertRows, inTransaction } from '../database/index.js';
import { now } from '../dates/clock.js';
import { wake } from '../jobs/index.js';
import { type EventKind, subscribersOf } from './definitions.js';

/** Who did what to what, and who may know. */
export interface Announcement<Data> {
  actor: { kind: string; userId: number; workspaceId: number; name: string };
  subject: { type: string; id: number };
  /** The project whose timeline shows it. */
  projectId?: number | null;
  visibility: 'internal' | 'client';
  data: Data;
}

/**
 * Announces an event as part of the open transaction: after a rollback it never happened, after
 * the commit every subscriber hears of it, whatever happens to this process. Returns the event's id.
 * @throws Error outside a transaction.
 */
export async function publish<Data>(
  kind: EventKind<Data>,
  announcement: Announcement<Data>,
): Promise<number> {
  if (!inTransaction()) throw new Error(`${kind.name} was announced outside a transaction`);
  const { actor, subject, projectId, visibility, data } = announcement;
  const created_at = now();
  const event_id = await insertRow('events', {
    workspace_id: actor.workspaceId,
    name: kind.name,
    subject_type: subject.type,
    subject_id: subject.id,
    project_id: projectId ?? null,
    actor_user_id: actor.kind === 'system' ? null : actor.userId,
    actor_name: actor.name,
    visibility,
    data: JSON.stringify(data),
    created_at,
  });
  await addDeliveries(kind.name, event_id, created_at);
  return event_id;
}

async function addDeliveries(name: string, event_id: number, moment: number): Promise<void> {
  const rows = subscribersOf(name).map(({ label }) => ({
    event_id,
    subscriber: label,
    status: 'waiting',
    attempts: 0,
    next_attempt_at: moment,
  }));
  if (rows.length === 0) return;
  await insertRows('event_deliveries', rows);
  afterCommit(() => wake('events'));
}
