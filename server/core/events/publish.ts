import { type AuditAction, type Facts, type Note, note, noteAll } from '../audit/index.js';
import { afterCommit, insertRow, insertRows, inTransaction, table } from '../database/index.js';
import { now } from '../dates/clock.js';
import { wake } from '../jobs/index.js';
import { type AuditedKind, type EventKind, subscribersOf } from './definitions.js';
import type { EventRow } from './history.js';

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
  const row = rowOf(kind.name, announcement);
  const event_id = await insertRow('events', row);
  await addDeliveries(kind.name, [event_id], row.created_at);
  if (kind.isAudited) await note(entryOf(kind, announcement as AuditedAnnouncement<Data>));
  return event_id;
}

/**
 * Announces many events of one kind as publish() does one, with few statements, however many they
 * are.
 * @throws Error outside a transaction.
 */
export async function publishAll<Data>(
  kind: AuditedKind<Data>,
  announcements: readonly AuditedAnnouncement<Data>[],
): Promise<void> {
  if (announcements.length === 0) return;
  const rows = announcements.map((announcement) => rowOf(kind.name, announcement));
  const isHeard = subscribersOf(kind.name).length > 0;
  const last = isHeard ? await newestId() : 0;
  await insertRows('events', rows);
  if (isHeard) await addDeliveries(kind.name, await idsOf(rows, last), now());
  await noteAll(announcements.map((announcement) => entryOf(kind, announcement)));
}

function rowOf<Data>(name: string, announcement: Announcement<Data>) {
  if (!inTransaction()) throw new Error(`${name} was announced outside a transaction`);
  const { actor, subject, projectId, visibility, data } = announcement;
  return {
    workspace_id: actor.workspaceId,
    name,
    subject_type: subject.type,
    subject_id: subject.id,
    project_id: projectId ?? null,
    actor_user_id: actor.kind === 'system' ? null : actor.userId,
    actor_name: actor.name,
    visibility,
    data: JSON.stringify(data),
    created_at: now(),
  };
}

function entryOf<Data>(
  kind: AuditedKind<Data>,
  { actor, audit, subject }: AuditedAnnouncement<Data>,
): Note {
  const { name, before, after } = audit;
  return {
    action: audit.action ?? kind.name,
    workspaceId: actor.workspaceId,
    actor,
    subject: { ...(audit.subject ?? subject), name },
    before,
    after,
  };
}

async function newestId(): Promise<number> {
  const row = await table('events').max({ id: 'id' }).first();
  return Number((row as { id: unknown } | undefined)?.id ?? 0);
}

/**
 * The ids of events that were just inserted. No two engines tell the ids of several new rows in
 * the same way, so they are found again by what they say: by events that another process wrote
 * meanwhile they are told apart by whom they are about.
 */
async function idsOf(rows: readonly ReturnType<typeof rowOf>[], last: number): Promise<number[]> {
  const keyOf = (row: { subject_id: number; data: string }) => `${row.subject_id} ${row.data}`;
  const own = new Set(rows.map(keyOf));
  const found = (await table<EventRow>('events')
    .where('id', '>', last)
    .where({ name: rows[0]?.name ?? '', actor_user_id: rows[0]?.actor_user_id ?? null })
    .orderBy('id')
    .select('id', 'subject_id', 'data')) as Pick<EventRow, 'id' | 'subject_id' | 'data'>[];
  return found.filter((row) => own.has(keyOf(row))).map(({ id }) => id);
}

async function addDeliveries(
  name: string,
  eventIds: readonly number[],
  moment: number,
): Promise<void> {
  const rows = eventIds.flatMap((event_id) =>
    subscribersOf(name).map(({ label }) => ({
      event_id,
      subscriber: label,
      status: 'waiting',
      attempts: 0,
      next_attempt_at: moment,
    })),
  );
  if (rows.length === 0) return;
  await insertRows('event_deliveries', rows);
  afterCommit(() => wake('events'));
}
