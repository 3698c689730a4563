// Things that can be commented on, attached to, linked and searched: their owners register them here.
import type { Knex } from '../database/index.js';
import type { Actor, Permission, RecordFacts, Scope } from '../permissions/index.js';
import type { Sight } from './sight.js';

export type { MembershipIds, Sight, SightNeed } from './sight.js';
export { onVisibleSubjects, type Tie } from './visible.js';

/** What can hang on a thing. */
export type Attachable = 'comment' | 'file';

/** Somebody who can read along, by name. */
export interface Reader {
  userId: number;
  name: string;
}

/** Narrows the ids of a subject further than what the actor may see. */
export interface Narrowing {
  /** Only those within this scope of the actor: what a permission of another room reaches. */
  scope?: Scope | undefined;
  /** Only those of one project. */
  projectId?: number | undefined;
}

/** By how much the stored counts of a thing change when something is hung on it, shared or removed. */
export interface Attached {
  kind: Attachable;
  /** Id of the comment or file. */
  id: number;
  subjectId: number;
  /** Change of the number of all of them. */
  all: -1 | 0 | 1;
  /** Change of the number of those that clients may see. */
  client: -1 | 0 | 1;
}

/** How one type of thing is found, listed and addressed. */
export interface Subject<Found = unknown> {
  /** Singular noun, as stored in `subject_type`: `task`. */
  type: string;
  /** The thing, for an actor who may see it. @throws NotFound for everybody else. */
  find(actor: Actor, id: number): Promise<Found>;
  /** Its id in the queries of visibleIds(): `tasks.id`. */
  idColumn: string;
  /**
   * A subquery that selects the ids an actor may see, so that lists never ask row by row.
   * onVisibleSubjects() ties others' rows to it.
   */
  visibleIds(actor: Actor, narrowing?: Narrowing): Knex.QueryBuilder;
  /** Path of its page, for this actor (a client gets the portal's). */
  address(actor: Actor, id: number): string;
  /** Its name as people know it. */
  title(found: Found): string;
}

/** A thing on which comments or files can hang. */
export interface Host<Found = unknown> extends Subject<Found> {
  /** What can hang on it. */
  takes: readonly Attachable[];
  /** What one must hold to write on it; tasks.comment where it is not said. */
  speaks?: Permission;
  /** Whether it takes no more words. */
  isClosed?(found: Found): boolean;
  /** The project in whose timeline it appears; null outside projects. */
  projectId(found: Found): number | null;
  /** What the actor's scopes are compared with, for what hangs on it. */
  facts(actor: Actor, found: Found): RecordFacts | Promise<RecordFacts>;
  /** Whether the thing itself is one that clients can see. */
  isClientVisible(found: Found): boolean;
  /** The contacts who see it now, or would see it if it were shared. */
  readers(found: Found): Promise<readonly Reader[]>;
  /** Who sees it, as conditions for everybody at once; the thing has been found before. */
  sight(found: Found): Sight;
  /** Users of the team who work on it or made it: they hear what is said about it. */
  followers(found: Found): Promise<readonly number[]>;
  /** Keeps stored counts true; called inside the transaction of the change. */
  attached?(change: Attached): Promise<void>;
}

const subjects = new Map<string, Subject>();

/**
 * Makes a type of thing known.
 * @throws Error when the type is registered already.
 */
export function registerSubject<Found>(subject: Subject<Found> | Host<Found>): Subject<Found> {
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

/**
 * The registered type of this name, on which something can hang.
 * @throws Error when there is none.
 */
export function hostOf(type: string): Host {
  const found = subjectOf(type);
  if (!isHost(found)) throw new Error(`Nothing can hang on a ${type}`);
  return found;
}

/** The types on which something of this kind can hang. */
export function hostsOf(kind: Attachable): Host[] {
  return [...subjects.values()].filter(isHost).filter((host) => host.takes.includes(kind));
}

function isHost(subject: Subject): subject is Host {
  return 'takes' in subject;
}
