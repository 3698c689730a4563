import { type AuditedKind, type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, NotFound } from '../../core/http/index.js';
import type { Actor, RecordFacts } from '../../core/permissions/index.js';
import { type Host, hostsOf } from '../../core/subjects/index.js';
import type { FileRow, SubjectKey } from './files.queries.js';

/** The thing a file hangs on, as one actor found it. */
export interface Place {
  host: Host;
  found: unknown;
  facts: RecordFacts;
}

/**
 * A thing that takes files, for an actor who may see it.
 * @throws NotFound when there is none, or none for this actor.
 */
export async function findPlace(actor: Actor, subject: SubjectKey): Promise<Place> {
  const host = hostsOf('file').find(({ type }) => type === subject.type);
  if (!host) throw new NotFound();
  const found = await host.find(actor, subject.id);
  return { host, found, facts: await host.facts(actor, found) };
}

/** The thing a file hangs on. @throws NotFound */
export function placeOf(actor: Actor, file: FileRow): Promise<Place> {
  return findPlace(actor, { type: file.subject_type, id: file.subject_id });
}

/** Keeps the counts of the thing true when a file comes, goes, is shown or hidden. */
export async function count(
  { host }: Place,
  file: FileRow,
  change: { all: -1 | 0 | 1; client: -1 | 0 | 1 },
): Promise<void> {
  await host.attached?.({ kind: 'file', id: file.id, subjectId: file.subject_id, ...change });
}

/** Told as the file's own event: whoever may no longer see the file learns nothing of it. */
export async function announce(
  kind: EventKind<{ name: string; title: string }>,
  actor: Actor,
  file: FileRow,
  place: Place,
): Promise<void> {
  await publish(kind, announcement(actor, file, place));
}

/** That a file is shown or hidden now: told in the same way, and noted in the trail. */
export async function announceSharing(
  kind: AuditedKind<{ name: string; title: string }>,
  actor: Actor,
  file: FileRow,
  place: Place,
): Promise<void> {
  const before = file.visibility === 'client' ? 'internal' : 'client';
  await publish(kind, {
    ...announcement(actor, file, place),
    audit: {
      name: file.name,
      before: { visibility: before },
      after: { visibility: file.visibility },
    },
  });
}

function announcement(actor: Actor, file: FileRow, { host, found }: Place) {
  return {
    actor,
    subject: { type: 'file', id: file.id },
    projectId: host.projectId(found),
    visibility: host.isClientVisible(found) ? file.visibility : ('internal' as const),
    data: { name: file.name, title: host.title(found) },
  };
}

/** Told on the thing itself, to the team: the file is not there to be asked. */
export async function announceOnPlace(
  kind: EventKind<{ name: string; title: string }>,
  actor: Actor,
  file: FileRow,
  { host, found }: Place,
): Promise<void> {
  await publish(kind, {
    actor,
    subject: { type: file.subject_type, id: file.subject_id },
    projectId: host.projectId(found),
    visibility: 'internal',
    data: { name: file.name, title: host.title(found) },
  });
}

/** What an actor gets who may see a thing but not do this: to clients it does not exist (PRODUCT 3.1.5). */
export function refusal(actor: Actor): Error {
  return actor.kind === 'client' ? new NotFound() : new Forbidden();
}
