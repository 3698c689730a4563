import session from 'express-session';
import { withOrigin } from '../audit/index.js';
import { newToken, signatureOf } from '../crypto/index.js';
import { now } from '../dates/index.js';
import { redirect } from './flash.js';
import { actorFor } from './identity.js';
import { originOf } from './origin.js';
import { cookieDefaults, rememberedLife, SessionStore } from './session-store.js';
import { addressOf, type Next, type Request, type Response, userAgentOf } from './types.js';
import { lookAs, type StoredViewing, stopViewing, type ViewingEnd } from './viewing.js';

const names = { plain: 'session', secure: '__Host-session' } as const;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
let store = new SessionStore();
/** Reads the session of a request, by whether it came encrypted. */
let readers: Record<'plain' | 'secure', ReturnType<typeof expressSession>>;

/** Where a session is, and the version of its person's rights there. */
interface Rights {
  workspaceId: number;
  rightsVersion: number;
}

/** Whose session begins, and after which sign-in. */
interface NewSession extends Rights {
  userId: number;
  isRemembered: boolean;
  signInId: number | null;
}

/**
 * Finds the session and who is behind it. Visitors without a session cookie touch no session, so
 * that a visit stores nothing.
 */
export function sessionMiddleware(): (request: Request, response: Response, next: Next) => void {
  store = new SessionStore();
  readers = {
    plain: expressSession(names.plain, false),
    secure: expressSession(names.secure, true),
  };
  return (request, response, next) => {
    const name = request.secure ? names.secure : names.plain;
    const hasCookie = String(request.headers.cookie ?? '').includes(`${name}=`);
    if (!hasCookie && safeMethods.has(request.method)) return next();
    read(request, response, (error?: unknown) => {
      if (error) return next(error);
      identify(request, response).then((isAnswered) => (isAnswered ? undefined : next()), next);
    });
  };
}

/** Starts a session for a person under a new id, whatever session there was. */
export async function startSession(request: Request, person: NewSession): Promise<void> {
  // Who comes in by a link that they follow from elsewhere has sent no form, and has no session yet.
  if (!request.session) await begin(request);
  await regenerate(request);
  Object.assign(request.session, person, {
    csrfToken: newToken(),
    createdAt: now(),
    confirmedAt: now(),
    ipAddress: addressOf(request),
    userAgent: userAgentOf(request),
  });
  // Both middlewares share one store, so a new session's cookie may come from the other one.
  request.session.cookie.secure = request.secure;
  if (person.isRemembered) request.session.cookie.maxAge = rememberedLife();
  await save(request);
}

/**
 * The session goes on in another workspace, under a new id: forms opened before stay sendable, and
 * a password typed long ago is not fresher for it.
 */
export function moveSession(request: Request, rights: Rights): Promise<void> {
  return rotate(request, rights);
}

/** Ends the session of this request on the server; the cookie is worthless from then on. */
export async function endSession(request: Request, response: Response): Promise<void> {
  if (!request.session) return;
  if (request.viewing) await stopViewing(request, request.viewing.viewer, 'sign_out');
  await new Promise<void>((resolve, reject) => {
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
  request.visitor = undefined;
  response.clearCookie(request.secure ? names.secure : names.plain, {
    ...cookieDefaults,
    secure: request.secure,
  });
}

/** The token under which the present session is stored, to tell it apart in a list. */
export function currentSessionToken(request: Request): string | undefined {
  return request.session?.userId ? request.sessionID : undefined;
}

/** Finds out who asks. Returns whether they have been answered already: what they looked at as somebody else is over. */
async function identify(request: Request, response: Response): Promise<boolean> {
  const { session } = request;
  if (!session?.userId || !session.person) return false;
  session.cookie.secure = request.secure;
  if (!session.person.isActive) return false;
  const { userId, workspaceId = 0, person } = session;
  request.visitor = await actorFor(userId, workspaceId, person.actorVersion);
  if (request.visitor && session.rightsVersion !== person.rightsVersion)
    await rotate(request, { workspaceId, rightsVersion: person.rightsVersion });
  const { viewing } = request.session;
  if (!viewing || !request.visitor) return false;
  const end = await lookAs(request, viewing);
  if (!end) return false;
  await withOrigin(originOf(request), () => stopViewing(request, request.actor, end));
  await save(request);
  leaveViewing(request, response, { viewing, end });
  return true;
}

/** The very next request after the end leads back to where it began, whatever it asks for. */
function leaveViewing(
  request: Request,
  response: Response,
  { viewing, end }: { viewing: StoredViewing; end: ViewingEnd },
): void {
  const path = end === 'time' ? viewing.returnTo : '/';
  redirect(request, response, path, { toast: `viewings.over.${end}` });
}

/** Other rights than before: the session goes on under a new id (ASVS 7.2.4). */
async function rotate(request: Request, rights: Rights): Promise<void> {
  const { cookie: _cookie, person: _person, ...kept } = request.session;
  // Two requests may come at once: the second finds the old id already on its way out.
  store.replaced.add(request.sessionID);
  await regenerate(request);
  Object.assign(request.session, kept, rights);
  request.session.cookie.secure = request.secure;
  if (kept.isRemembered) {
    request.session.cookie.maxAge = (kept.createdAt ?? now()) + rememberedLife() - now();
  }
  await save(request);
}

function expressSession(name: string, secure: boolean) {
  return session({
    store,
    name,
    secret: signatureOf('session secret', 'express-session'),
    genid: newToken,
    resave: false,
    saveUninitialized: false,
    rolling: false,
    proxy: true,
    cookie: { ...cookieDefaults, secure },
  });
}

function read(request: Request, response: Response, next: (error?: unknown) => void): void {
  const reader = request.secure ? readers.secure : readers.plain;
  reader(request, response, next);
}

function begin(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    const response = request.res as Response | undefined;
    if (!response) throw new Error('A session needs an answer that carries its cookie');
    read(request, response, (error) => (error ? reject(error) : resolve()));
  });
}

function regenerate(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(error) : resolve()));
  });
}

function save(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.save((error: unknown) => (error ? reject(error) : resolve()));
  });
}
