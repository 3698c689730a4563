import { hashToken } from '../../core/crypto/index.js';
import { insertRow, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { StoredSession } from '../../core/http/index.js';

/** A session as it is stored; the cookie's value is known only by its hash. */
export interface SessionRow {
  id: number;
  token_hash: string;
  user_id: number;
  workspace_id: number;
  rights_version: number;
  data: string;
  is_remembered: number;
  ip_address: string;
  user_agent: string;
  created_at: number;
  seen_at: number;
  expires_at: number;
}

/** Stores a new session. */
export async function insertSession(session: StoredSession): Promise<void> {
  await insertRow('sessions', toRow(session));
}

/** Stores what a session remembers anew. */
export async function updateSession(session: StoredSession): Promise<void> {
  const { token_hash, ...changes } = toRow(session);
  await table('sessions').where({ token_hash }).update(changes);
}

/** Marks a session as used. */
export async function touchSession(
  token_hash: string,
  seen_at: number,
  expires_at: number,
): Promise<void> {
  await table('sessions').where({ token_hash }).update({ seen_at, expires_at });
}

/** Ends one session. */
export async function deleteSession(token_hash: string): Promise<void> {
  await table('sessions').where({ token_hash }).delete();
}

/** Which sessions of a user end: all, but the one of a cookie, or those in one workspace. */
export interface EndOptions {
  exceptToken?: string | undefined;
  workspaceId?: number;
}

/** Ends the sessions of a user at once. */
export async function endSessions(userId: number, options: EndOptions = {}): Promise<void> {
  const ending = table<SessionRow>('sessions').where({ user_id: userId });
  if (options.exceptToken) ending.whereNot('token_hash', hashToken(options.exceptToken));
  if (options.workspaceId) ending.where('workspace_id', options.workspaceId);
  await ending.delete();
}

/** Ends every session in a workspace. */
export async function endSessionsIn(workspace_id: number): Promise<void> {
  await table<SessionRow>('sessions').where({ workspace_id }).delete();
}

/** Ends one session of a user by its id; says false when it is not theirs or gone. */
export async function endSessionOf(user_id: number, id: number): Promise<boolean> {
  return Number(await table<SessionRow>('sessions').where({ id, user_id }).delete()) === 1;
}

/** The living sessions of a user, last used first. */
export async function listSessions(user_id: number): Promise<SessionRow[]> {
  const rows = await table<SessionRow>('sessions')
    .where({ user_id })
    .where('expires_at', '>', now())
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100);
  return rows as SessionRow[];
}

/** Removes sessions that are over. */
export async function deleteOldSessions(): Promise<void> {
  await table<SessionRow>('sessions').where('expires_at', '<', now()).delete();
}

function toRow(session: StoredSession): Omit<SessionRow, 'id'> {
  return {
    token_hash: session.tokenHash,
    user_id: session.userId,
    workspace_id: session.workspaceId,
    rights_version: session.rightsVersion,
    data: session.data,
    is_remembered: session.isRemembered ? 1 : 0,
    ip_address: session.ipAddress,
    user_agent: session.userAgent,
    created_at: session.createdAt,
    seen_at: session.seenAt,
    expires_at: session.expiresAt,
  };
}
