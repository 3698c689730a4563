import { hashToken } from '../../core/crypto/index.js';
import {
  inParts,
  insertRow,
  type Query,
  table,
  transaction,
  withReserve,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { StoredSession } from '../../core/http/index.js';
import { closeSignIns, openSignIn, type SessionEnding, seeSignIn } from './sign-ins.queries.js';

/** Sessions whose people are held in memory at a time. */
const batch = 500;

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
  /** The sign-in that it came from; null for sessions older than this column, and for retired ones. */
  sign_in_id: number | null;
}

/** Stores a new session. */
export async function insertSession(session: StoredSession): Promise<void> {
  await onFullDiskToo(async () => {
    await insertRow('sessions', toRow(session));
    if (session.signInId !== null) await openSignIn(session.signInId, session.seenAt);
  });
}

/** Stores what a session remembers anew. */
export async function updateSession(session: StoredSession): Promise<void> {
  const { token_hash, ...changes } = toRow(session);
  await table('sessions').where({ token_hash }).update(changes);
}

/** Marks a session as used, and the sign-in that it came from. */
export async function touchSession(
  token_hash: string,
  seen_at: number,
  expires_at: number,
): Promise<void> {
  await onFullDiskToo(async () => {
    await table('sessions').where({ token_hash }).update({ seen_at, expires_at });
    const row = await table<SessionRow>('sessions').where({ token_hash }).first('sign_in_id');
    if (row?.sign_in_id) await seeSignIn(row.sign_in_id, seen_at);
  });
}

/** A session that goes on under another id: the old one lives on for requests already under way. */
export async function retireSession(token_hash: string, until: number): Promise<void> {
  const changes = { expires_at: until, sign_in_id: null };
  await table<SessionRow>('sessions').where({ token_hash }).update(changes);
}

/** Ends one session in whose place another begins. */
export async function deleteSession(token_hash: string): Promise<void> {
  await onFullDiskToo(async () => {
    await end(table<SessionRow>('sessions').where({ token_hash }), 'signed_in_again');
  });
}

/** Ends one session whose owner signs out. */
export async function signOutSession(token_hash: string): Promise<void> {
  await end(table<SessionRow>('sessions').where({ token_hash }), 'signed_out');
}

/** Which sessions of a user end: all, but the one of a cookie, or those in one workspace. */
export interface EndOptions {
  exceptToken?: string | undefined;
  workspaceId?: number;
}

/** Ends the sessions of a user at once. */
export async function endSessions(
  userId: number,
  ending: SessionEnding,
  options: EndOptions = {},
): Promise<void> {
  const sessions = table<SessionRow>('sessions').where({ user_id: userId });
  if (options.exceptToken) sessions.whereNot('token_hash', hashToken(options.exceptToken));
  if (options.workspaceId) sessions.where('workspace_id', options.workspaceId);
  await transaction(async () => {
    await sessions.delete();
    await closeSignIns([userId], ending);
  });
}

/** Ends every session in a workspace. */
export async function endSessionsIn(workspace_id: number): Promise<void> {
  await end(table<SessionRow>('sessions').where({ workspace_id }), 'workspace');
}

/** Ends one session of a user by its id; says false when it is not theirs or gone. */
export async function endSessionOf(user_id: number, id: number): Promise<boolean> {
  const ended = await end(table<SessionRow>('sessions').where({ id, user_id }), 'ended_elsewhere');
  return ended === 1;
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

/** Removes sessions that are over, and notes so on their sign-ins. */
export async function deleteOldSessions(): Promise<void> {
  await end(table<SessionRow>('sessions').where('expires_at', '<', now()), 'expired');
}

/** Whoever runs the system must come in, and out, to see that its disk is full. */
function onFullDiskToo(work: () => Promise<void>): Promise<void> {
  return withReserve(() => transaction(work));
}

/** Ends sessions, some at a time, and notes on their sign-ins what ended them. Returns how many there were. */
async function end(sessions: Query<SessionRow>, ending: SessionEnding): Promise<number> {
  let ended = 0;
  for (;;) {
    const rows = await transaction(async () => {
      const some = await sessions.clone().orderBy('id').limit(batch).select('id', 'user_id');
      const userIds = some.map((row) => row.user_id);
      for (const ids of inParts(some.map((row) => row.id)))
        await table<SessionRow>('sessions').whereIn('id', ids).delete();
      if (some.length > 0) await closeSignIns(userIds, ending);
      return some.length;
    });
    ended += rows;
    if (rows < batch) return ended;
  }
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
    sign_in_id: session.signInId,
  };
}
