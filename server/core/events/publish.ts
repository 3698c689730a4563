import { type AuditAction, type Facts, note } from '../audit/index.js';
import { afterCommit, insertRow, insertRows, inTransaction } from '../database/index.js';
import { now } from '../dates/clock.js';
import { wake } from '../jobs/index.js';
import { type AuditedKind, type EventKind, subscribersOf } from './definitions.js';

/** Who did what to what, and who may know. */
export interface Announcement<Data> {
  actor: { kind: 'team' | 'client' | 'system'; userId: number; workspaceId: number; name: string };
  subject: { type: string; id: number };
  /** The project whose timeline shows it. */
  projectId?: number | null;
  visibility: 'internal' | 'client';
  data: Data;
}

/** What an audited event leaves in the trail besides. */
export interface AuditedAnnouncement<Data> extends Announcement<Data> {
  audit: {
    /** What the subject is called. */
    name: string;
    /** Where the entry is about another thing than the event. */
    subject?: { type: string; id: number };
    /** Where the entry tells a finer difference than the event. */
    action?: AuditAction;
    before?: Facts | null;
    after?: Facts | null;
  };
}

/**
 * Announces an event as part of the open transaction: after a rollback it never happened, after
 * the commit every subscriber hears of it, whatever happens to this process. An audited event
 * leaves its entry in the same transaction. Returns the event's id.
 * @throws Error outside a transaction.
 */
export async function publish<Data>(
  kind: EventKind<Data>,
  announcement: Announcement<Data>,
): Promise<number>;
export async function publish<Data>(
  kind: AuditedKind<Data>,
  announcement: AuditedAnnouncement<Data>,
): Promise<number>;
export async function publish<Data>(
  kind: EventKind<Data> | AuditedKind<Data>,
  announcement: Announcement<Data> | AuditedAnnouncement<Data>,
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
  if (kind.isAudited) await leaveEntry(kind, announcement as AuditedAnnouncement<Data>);
  return event_id;
}

async function leaveEntry<Data>(
  kind: AuditedKind<Data>,
  { actor, audit, subject }: AuditedAnnouncement<Data>,
): Promise<void> {
  const { name, before, after } = audit;
  await note({
    action: audit.action ?? kind.name,
    workspaceId: actor.workspaceId,
    actor,
    subject: { ...(audit.subject ?? subject), name },
    before,
    after,
  });
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
