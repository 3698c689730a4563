import session from 'express-session';
import { hashToken } from '../crypto/index.js';
import { besidesReading, isUnavailable } from '../database/index.js';
import { hour, minute, now } from '../dates/index.js';
import { identity, type StoredSession } from './identity.js';

/** How long sessions live; read anew at each use, since admins change it. */
export interface SessionLimits {
  /** Unused for this long (ms), a session that is not remembered ends. */
  idle: number;
  /** However much it is used, it ends after this long (ms). */
  absolute: number;
  /** Life (ms) of a session on a device that is to be remembered. */
  remembered: number;
}

/** A session in use is marked as used at most this often, since every mark is a commit. */
const touchEvery = 5 * minute;
/** After its id has changed, requests already under way may still use the old one for this long. */
const handover = 20_000;

let limits: () => SessionLimits = () => ({
  idle: 12 * hour,
  absolute: 30 * 24 * hour,
  remembered: 30 * 24 * hour,
});

/** How the session cookie is set; Secure and the `__Host-` name are added under HTTPS. */
export const cookieDefaults = { httpOnly: true, sameSite: 'lax', path: '/' } as const;

/** Gives the store the way to the settings that limit sessions. */
export function useSessionLimits(read: () => SessionLimits): void {
  limits = read;
}

/** Life (ms) of the cookie on a device that is to be remembered. */
export function rememberedLife(): number {
  return limits().remembered;
}

/** express-session's store on our own table: one query reads the session and the state of its person. */
export class SessionStore extends session.Store {
  /** Ids that are being replaced: they live on for a moment instead of going at once. */
  readonly replaced = new Set<string>();
  /** What this process has stored of the sessions that it is answering. */
  private readonly written = new WeakMap<session.SessionData, string>();

  override get(
    id: string,
    done: (error: unknown, data?: session.SessionData | null) => void,
  ): void {
    this.read(id).then((data) => done(null, data), done);
  }

  override set(id: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    besidesReading(() => this.write(id, data)).then(() => done?.(), done);
  }

  override touch(id: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    const at = now();
    if (!data.person || at - data.person.seenAt < touchEvery) {
      done?.();
      return;
    }
    const expiresAt = expiry(data.isRemembered, data.createdAt, at);
    besidesReading(() => identity().touchSession(hashToken(id), at, expiresAt)).then(
      () => done?.(),
      // A mark that cannot be made now must not cost the page; the next one will do.
      (error: unknown) => done?.(isUnavailable(error) ? undefined : error),
    );
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    this.remove(id).then(() => done?.(), done);
  }

  private async read(id: string): Promise<session.SessionData | null> {
    const found = await identity().findSession(hashToken(id));
    if (!found) return null;
    const { session: row, person } = found;
    return {
      ...(JSON.parse(row.data) as Pick<
        session.SessionData,
        'csrfToken' | 'confirmedAt' | 'viewing'
      >),
      cookie: { ...cookieDefaults, originalMaxAge: row.isRemembered ? limits().remembered : null },
      ipAddress: row.ipAddress,
      userAgent: row.userAgent,
      userId: row.userId,
      workspaceId: row.workspaceId,
      rightsVersion: row.rightsVersion,
      isRemembered: row.isRemembered,
      createdAt: row.createdAt,
      signInId: row.signInId,
      person,
    };
  }

  /** A new session is saved when it starts, and by express-session once more when the answer ends. */
  private async write(id: string, data: session.SessionData): Promise<void> {
    const row = toRow(id, data);
    const content = `${row.rightsVersion} ${row.data}`;
    const before = this.written.get(data);
    if (before === content) return;
    if (data.person || before !== undefined) await identity().updateSession(row);
    else await identity().insertSession(row);
    this.written.set(data, content);
  }

  private async remove(id: string): Promise<void> {
    if (!this.replaced.delete(id)) return identity().deleteSession(hashToken(id));
    await identity().retireSession(hashToken(id), now() + handover);
  }
}

function toRow(id: string, data: session.SessionData): StoredSession {
  const at = now();
  const { csrfToken, confirmedAt, viewing } = data;
  const remembered = { csrfToken, confirmedAt, viewing };
  return {
    tokenHash: hashToken(id),
    userId: data.userId,
    workspaceId: data.workspaceId,
    rightsVersion: data.rightsVersion,
    isRemembered: data.isRemembered,
    data: JSON.stringify(remembered),
    createdAt: data.createdAt,
    seenAt: at,
    expiresAt: expiry(data.isRemembered, data.createdAt, at),
    ipAddress: data.ipAddress,
    userAgent: data.userAgent,
    signInId: data.signInId ?? null,
  };
}

function expiry(isRemembered: boolean, createdAt: number, at: number): number {
  const { idle, absolute, remembered } = limits();
  return isRemembered ? createdAt + remembered : Math.min(at + idle, createdAt + absolute);
}
