import type { AuditAction } from '../audit/index.js';

/** A kind of event; `Data` is what its timeline line and its subscribers need. */
export interface EventKind<Data> {
  /** Noun and past tense, as stored: `task.created`. */
  readonly name: string;
  readonly isAudited: false;
  /** Carries the type only; never set. */
  readonly shape?: Data;
}

/** A kind of event that also leaves an entry in the trail: publish() asks for what that says. */
export interface AuditedKind<Data> {
  readonly name: AuditAction;
  readonly isAudited: true;
  readonly shape?: Data;
}

/** An event as subscribers and timelines see it. */
export interface HappenedEvent<Data = Record<string, unknown>> {
  id: number;
  name: string;
  workspaceId: number;
  subject: { type: string; id: number };
  projectId: number | null;
  /** Null where the program itself acted. */
  actorUserId: number | null;
  actorName: string;
  visibility: 'internal' | 'client';
  data: Data;
  /** ms UTC */
  createdAt: number;
}

/** A reaction to one kind of event. */
export interface Subscriber {
  readonly event: string;
  /** What it does, in words; with the event's name it identifies the reaction for ever. */
  readonly label: string;
  readonly react: (event: HappenedEvent) => Promise<void>;
}

const kinds = new Set<string>();
const subscribers = new Map<string, Subscriber[]>();

/**
 * Declares a kind of event.
 * @throws Error when the name is taken or not of the form `noun.past`.
 */
export function defineEvent<Data>(name: string): EventKind<Data> {
  claimName(name);
  return { name, isAudited: false };
}

/**
 * Declares a kind of event that changes access, sign-ins or settings.
 * @throws Error as defineEvent() does.
 */
export function defineAuditedEvent<Data>(name: AuditAction): AuditedKind<Data> {
  claimName(name);
  return { name, isAudited: true };
}

/**
 * Declares a reaction to an event. It runs after the commit, in a transaction of its own together
 * with the note that it is done: what it writes, queues or mails through the database happens
 * once, however often it is tried. Nothing slow belongs into it; that is a job.
 * @throws Error when the event has a reaction of this label.
 */
export function subscribe<Data>(
  kind: EventKind<Data> | AuditedKind<Data>,
  label: string,
  react: (event: HappenedEvent<Data>) => Promise<void>,
): Subscriber {
  const others = subscribersOf(kind.name);
  if (others.some((other) => other.label === label)) {
    throw new Error(`"${label}" listens to ${kind.name} twice`);
  }
  const subscriber = { event: kind.name, label, react: react as Subscriber['react'] };
  subscribers.set(kind.name, [...others, subscriber]);
  return subscriber;
}

/** Every reaction to an event, in the order of declaration. */
export function subscribersOf(name: string): Subscriber[] {
  return subscribers.get(name) ?? [];
}

function claimName(name: string): void {
  if (!/^[a-z][a-z_-]*(\.[a-z][a-z_-]*)+$/.test(name)) {
    throw new Error(`"${name}" is not a name for an event`);
  }
  if (kinds.has(name)) throw new Error(`The event ${name} is defined twice`);
  kinds.add(name);
}
