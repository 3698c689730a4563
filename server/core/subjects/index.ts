// Things that can be commented on, attached to, linked and searched: their owners register them here.
import type { Knex } from '../database/index.js';
import { defineEvent } from '../events/index.js';
import type { Actor } from '../permissions/index.js';

/** How one type of thing is found, listed and addressed. */
export interface Subject<Found = unknown> {
  /** Singular noun, as stored in `subject_type`: `task`. */
  type: string;
  /** The thing, for an actor who may see it. @throws NotFound for everybody else. */
  find(actor: Actor, id: number): Promise<Found>;
  /** A subquery of the ids an actor may see, so that lists never ask row by row. */
  visibleIds(actor: Actor): Knex.QueryBuilder;
  /** Path of its page, for this actor (a client gets the portal's). */
  address(actor: Actor, id: number): string;
  /** Its name as people know it. */
  title(found: Found): string;
}

/** Announced by the owner of a thing that is deleted for good; what hangs on it cleans up. */
export const subjectDeleted = defineEvent<{ title: string }>('subject.deleted');

const subjects = new Map<string, Subject>();

/**
 * Makes a type of thing known.
 * @throws Error when the type is registered already.
 */
export function registerSubject<Found>(subject: Subject<Found>): Subject<Found> {
  if (subjects.has(subject.type)) {
    throw new Error(`The subject ${subject.type} is registered twice`);
  }
  subjects.set(subject.type, subject as Subject);
  return subject;
}

/**
 * The registered type of this name.
 * @throws Error when there is none, which only a damaged row or a missing feature can cause.
 */
export function subjectOf(type: string): Subject {
  const found = subjects.get(type);
  if (!found) throw new Error(`Nothing is registered under the subject "${type}"`);
  return found;
}

/** Whether a type is registered: for types that come from outside. */
export function isSubject(type: string): boolean {
  return subjects.has(type);
}

/** The names of all registered types. */
export function subjectTypes(): string[] {
  return [...subjects.keys()];
}
