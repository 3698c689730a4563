import { type EventRow, readEvent } from '../../core/events/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { isSubject, subjectOf } from '../../core/subjects/index.js';
import { initials } from '../../core/text/index.js';
import type { Person } from '../memberships/index.js';

/** One line of a timeline. */
export interface ActivityLine {
  id: number;
  /** Kind of event: `task.created`. */
  name: string;
  person: Pick<Person, 'name' | 'initials' | 'hue' | 'photoUrl'>;
  /** What they did, in words that follow the name: "commented on Homepage". */
  sentence: string;
  /** Page of the thing it concerns, or null. */
  href: string | null;
  /** ms UTC */
  at: number;
}

/** What the lines of a timeline depend on besides the events. */
export interface Telling {
  /** Those whom peopleIn() names, by their ids. */
  people: ReadonlyMap<number, Person>;
  /** Key of the text for a kind of event. */
  textOf(name: string): string;
}

/** Events as lines of a timeline. */
export function presentLines(
  actor: Actor,
  rows: readonly EventRow[],
  { people, textOf }: Telling,
): ActivityLine[] {
  const t = translatorFor(actor.locale);
  return rows.map((row) => {
    const { id, name, subject, data, createdAt, actorName, actorUserId } = readEvent(row);
    const person = people.get(actorUserId ?? 0) ?? stranger(actorName || t('activity.system'));
    const href = isSubject(subject.type)
      ? subjectOf(subject.type).address(actor, subject.id)
      : null;
    const words = { ...data, ...namedNow(data, people) };
    return { id, name, person, sentence: t(textOf(name), words), href, at: createdAt };
  });
}

/** The people a line speaks of: who acted, and to whom it happened. */
export function peopleIn(row: EventRow): number[] {
  const { actorUserId, data } = readEvent(row);
  return [actorUserId, data.userId, data.fromUserId].filter((id) => typeof id === 'number');
}

/** Somebody is called what they are called today, whatever they were called when it happened. */
function namedNow(data: Record<string, unknown>, people: Telling['people']) {
  const person = people.get(Number(data.userId))?.name;
  const from = people.get(Number(data.fromUserId))?.name;
  return { ...(person && { person }), ...(from && { from }) };
}

/** Somebody who is no longer there, or the program itself. */
function stranger(name: string): ActivityLine['person'] {
  return { name, initials: initials(name), hue: 'slate', photoUrl: null };
}
