import { createSession, type Session } from 'better-sse';
import { hashToken } from '../crypto/index.js';
import { second } from '../dates/index.js';
import type { Request, Response } from '../http/index.js';
import { actorFor, currentSessionToken, identity, log, TooMany } from '../http/index.js';
import type { Actor } from '../permissions/index.js';
import { rightsMark } from './rights-mark.js';

/** How often (ms) it is looked whether the people who listen may still do so, and the same things. */
const checkEvery = second;
/** A word (ms) before proxies and our own server take the line for dead. */
const keepAlive = 20 * second;
/** How soon (ms) a browser comes back after a connection ended. */
const retry = 3 * second;
/** Pages that one process holds open; each costs memory and a place in the look-up. */
const most = 2000;
/** Pages of one session: a browser holds one for the page in sight. */
const mostOfSession = 8;

/** A page that listens. */
interface Listener {
  session: Session;
  response: Response;
  tokenHash: string;
  actor: Actor;
}

const listeners = new Set<Listener>();
let timer: NodeJS.Timeout | undefined;
let hasFailed = false;

/**
 * Keeps the answer to a request open as a stream of server-sent events (HTML standard, 9.2) for who
 * is signed in. It ends when they may not come any more, and says `access` when they may see or do
 * something else than before.
 * @throws TooMany
 */
export async function openLive(request: Request, response: Response): Promise<void> {
  const tokenHash = hashToken(currentSessionToken(request) ?? '');
  const same = [...listeners].filter((listener) => listener.tokenHash === tokenHash);
  if (listeners.size >= most || same.length >= mostOfSession) throw new TooMany(retry / second);
  const { actor } = request;
  // A page that is open is no visit: its end must not make the session younger.
  request.session = null as never;
  const session = await createSession(request, response, { keepAlive, retry });
  const listener = { session, response, tokenHash, actor };
  listeners.add(listener);
  session.once('disconnected', () => listeners.delete(listener));
  plan();
}

/**
 * Looks whether everybody who listens may still do so, and the same things; whoever is about to
 * send them something asks first. One query for up to 500 of them.
 */
export async function checkLive(): Promise<void> {
  const asked = [...listeners];
  const standings = await identity().findStandings(asked.map(({ tokenHash }) => tokenHash));
  for (const listener of asked) {
    const standing = standings.get(listener.tokenHash);
    const actor = standing?.isActive
      ? await actorFor(listener.actor.userId, listener.actor.workspaceId, standing.actorVersion)
      : undefined;
    if (actor) tellChange(listener, actor);
    else end(listener);
  }
}

/** Ends all connections: the process stops, and browsers come back to the next one. */
export function closeLive(): void {
  clearTimeout(timer);
  timer = undefined;
  for (const listener of [...listeners]) end(listener);
}

function tellChange(listener: Listener, actor: Actor): void {
  const isOther = rightsMark(actor) !== rightsMark(listener.actor);
  listener.actor = actor;
  if (isOther && listener.session.isConnected) listener.session.push({}, 'access');
}

function end(listener: Listener): void {
  listeners.delete(listener);
  listener.response.end();
}

function plan(): void {
  if (timer || listeners.size === 0) return;
  timer = setTimeout(() => {
    checkLive()
      .then(() => {
        hasFailed = false;
      }, noteFailure)
      .finally(() => {
        timer = undefined;
        plan();
      });
  }, checkEvery);
  timer.unref();
}

/** A database that is away for a while is told once, not every second. */
function noteFailure(error: unknown): void {
  if (!hasFailed) log().warn({ error: String(error) }, 'live connections could not be checked');
  hasFailed = true;
}
