import { type EventRow, readEvent } from '../../core/events/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { isSubject, subjectOf } from '../../core/subjects/index.js';
import { initials } from '../../core/text/index.js';
import { people } from '../memberships/index.js';
import { listEvents, type Wanted } from './activity.queries.js';

/** One line of a timeline. */
export interface ActivityLine {
  id: number;
  /** Kind of event: `task.created`. */
  name: string;
  person: { name: string; initials: string; hue: string; photoUrl: string | null };
  /** What they did, in words that follow the name: "commented on Homepage". */
  sentence: string;
  /** Page of the thing it concerns, or null. */
  href: string | null;
  /** ms UTC */
  at: number;
}

/**
 * What happened lately in projects the actor may see, newest first, in sentences: the texts under
 * `events`, or under other keys where the same is said to others. Two queries (one when nothing
 * happened).
 */
export async function recentActivity(
  actor: Actor,
  wanted: Wanted,
  texts = 'events',
): Promise<ActivityLine[]> {
  return presentLines(actor, await listEvents(actor, wanted), texts);
}

async function presentLines(
  actor: Actor,
  rows: readonly EventRow[],
  texts: string,
): Promise<ActivityLine[]> {
  const actors = await people(rows.flatMap((row) => row.actor_user_id ?? []));
  const t = translatorFor(actor.locale);
  return rows.map((row) => {
    const { id, name, subject, data, createdAt, actorName, actorUserId } = readEvent(row);
    const person = actors.get(actorUserId ?? 0) ?? stranger(actorName || t('activity.system'));
    const href = isSubject(subject.type)
      ? subjectOf(subject.type).address(actor, subject.id)
      : null;
    return { id, name, person, sentence: t(`${texts}.${name}`, data), href, at: createdAt };
  });
}

/** Somebody who is no longer there, or the program itself. */
function stranger(name: string) {
  return { name, initials: initials(name), hue: 'slate', photoUrl: null };
}
