import { csrfSync } from 'csrf-sync';
import { newToken } from '../crypto/index.js';
import { setSignedCookie, signatureOfCookie } from './cookies.js';
import { FormExpired, FromElsewhere, FromOtherWorkspace } from './errors.js';
import type { RouteOptions } from './routes.js';
import type { Next, Request, Response } from './types.js';

const cookieName = 'form';
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

const { csrfSynchronisedProtection } = csrfSync({
  size: 32,
  ignoredMethods: ['GET', 'HEAD', 'OPTIONS'],
  getTokenFromRequest: (request) => givenToken(request)?.split('.')[0],
  getTokenFromState: (request) => expectedToken(request),
  storeTokenInState: () => {
    throw new Error('Form tokens are made with the session or the cookie');
  },
});

/**
 * Refuses a changing request whose form token is not the one this visitor was given;
 * `whenOutdated` answers instead to who is signed in.
 */
export function checkToken({ whenOutdated, inAnyWorkspace }: RouteOptions) {
  return (request: Request, response: Response, next: Next) => {
    csrfSynchronisedProtection(request, response, (error?: unknown) => {
      if (error && whenOutdated && request.visitor) return whenOutdated(request, response);
      next(error ? new FormExpired() : inAnyWorkspace ? undefined : strayForm(request));
    });
  };
}

/** Refuses changing requests that the browser says come from another site (ASVS 3.5.1). */
export function checkOrigin(request: Request, _response: Response, next: Next) {
  if (safeMethods.has(request.method) || request.path.startsWith('/webhooks/')) return next();
  next(comesFromElsewhere(request) ? new FromElsewhere() : undefined);
}

/**
 * Says whether a form comes from a page of another workspace than its sender is in now: somebody
 * has switched in another tab meanwhile, and what they typed here must not end up there.
 */
export function strayForm(request: Request): FromOtherWorkspace | undefined {
  const origin = Number(givenToken(request)?.split('.')[1]);
  if (!request.visitor || !origin || origin === request.visitor.workspaceId) return undefined;
  return new FromOtherWorkspace(origin);
}

/** The token of a form that counts in a workspace, whichever its sender is in. */
export function tokenFor(token: string, workspaceId: number): string {
  return `${token.split('.')[0]}.${workspaceId}`;
}

/**
 * The token for this page's forms. Signed-in people have one in their session, and their forms say
 * beside it in which workspace they were opened; for everybody else it is the signature of a random
 * cookie, so that showing a form stores nothing.
 */
export function formToken(request: Request, response: Response): string {
  request.newFormToken ??= newFormToken(request, response);
  return request.newFormToken;
}

function newFormToken(request: Request, response: Response): string {
  const token =
    expectedToken(request) ?? setSignedCookie(request, response, cookieName, newToken());
  const { visitor } = request;
  return visitor ? tokenFor(token, visitor.workspaceId) : token;
}

function expectedToken(request: Request): string | undefined {
  const { session } = request;
  return (
    session?.viewing?.csrfToken ?? session?.csrfToken ?? signatureOfCookie(request, cookieName)
  );
}

function givenToken(request: Request): string | undefined {
  const body = request.body as { _csrf?: unknown } | undefined;
  if (typeof body?._csrf === 'string') return body._csrf;
  const header = request.headers['x-csrf-token'];
  return typeof header === 'string' ? header : undefined;
}

function comesFromElsewhere(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.headers.origin;
  if (!origin) return false;
  // Privacy settings send "null" for same-origin posts; Sec-Fetch-Site has already vouched for those.
  if (origin === 'null') return site !== 'same-origin';
  return hostOf(origin) !== request.host;
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
