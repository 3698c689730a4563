import { now } from '../dates/index.js';
import type { Actor } from '../permissions/index.js';
import type { MemberState, SessionPerson } from './types.js';

/** A session as it is stored; the cookie's value is known only by its hash. */
export interface StoredSession {
  tokenHash: string;
  userId: number;
  workspaceId: number;
  rightsVersion: number;
  isRemembered: boolean;
  /** JSON of what the session remembers besides the columns. */
  data: string;
  createdAt: number;
  seenAt: number;
  expiresAt: number;
  ipAddress: string;
  userAgent: string;
  /** The sign-in that the session came from; null where none is known. */
  signInId: number | null;
}

/** What core needs to know about people; the rooms that own them provide it. */
export interface IdentityPort {
  /** The live session with the state of its person, in one query; undefined when missing or over. */
  findSession(
    tokenHash: string,
  ): Promise<{ session: StoredSession; person: SessionPerson } | undefined>;
  /** How the people of some living sessions stand, by the hashes of their tokens; one query for 500. */
  findStandings(tokenHashes: readonly string[]): Promise<Map<string, MemberState>>;
  insertSession(session: StoredSession): Promise<void>;
  updateSession(session: StoredSession): Promise<void>;
  touchSession(tokenHash: string, seenAt: number, expiresAt: number): Promise<void>;
  deleteSession(tokenHash: string): Promise<void>;
  /** The session goes on under another id; the old one lives until then (ms UTC). */
  retireSession(tokenHash: string, until: number): Promise<void>;
  /** How somebody stands in a workspace, in one query; undefined when they do not belong to it. */
  findMember(userId: number, workspaceId: number): Promise<MemberState | undefined>;
  /** Everything about a person in a workspace that decides what they may do. */
  loadActor(userId: number, workspaceId: number, version: string): Promise<Actor | undefined>;
}

/** Actors kept in memory; beyond it the oldest go. */
const cacheSize = 5000;
const actors = new Map<string, Actor>();
let port: IdentityPort | undefined;

/** Gives core the rooms' way to sessions and people. */
export function useIdentity(provider: IdentityPort): void {
  port = provider;
  actors.clear();
}

/** The way to sessions and people. */
export function identity(): IdentityPort {
  if (!port) throw new Error('Nobody has provided sessions and people');
  return port;
}

/**
 * The actor behind a session. An unchanged version costs no query; a new one, or an end date that
 * has passed, loads the actor anew.
 */
export async function actorFor(
  userId: number,
  workspaceId: number,
  version: string,
): Promise<Actor | undefined> {
  const key = `${userId}:${workspaceId}`;
  const known = actors.get(key);
  if (known?.version === version && (known.validUntil === null || known.validUntil > now()))
    return known;
  const actor = await identity().loadActor(userId, workspaceId, version);
  actors.delete(key);
  if (!actor) return undefined;
  if (actors.size >= cacheSize) actors.delete(actors.keys().next().value ?? '');
  actors.set(key, actor);
  return actor;
}
