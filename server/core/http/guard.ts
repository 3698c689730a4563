import { hour, now } from '../dates/index.js';
import { type Actor, holds } from '../permissions/index.js';
import { strayForm } from './csrf.js';
import { Forbidden, LookOnly, NotFound, Personal } from './errors.js';
import type { Route } from './routes.js';
import { type Next, type Request, type Response, wantsJson } from './types.js';

/** Where somebody goes who still has to set a password of their own. */
export const passwordGate = '/change-password';
/** Where somebody goes who has to set up a second factor before anything else. */
export const secondFactorGate = '/profile/two-factor/app';
/** Where somebody goes who has to type their password again before something sensitive. */
export const confirmationGate = '/confirm-password';
/** A password typed this long ago (ms) opens no sensitive page any more. */
const confirmationLife = 2 * hour;
/** A form that was opened in time can still be sent for so long (ms), so that nothing typed is lost. */
const timeToFillIn = hour;

/**
 * Decides whether a request may come to a route's handler (PRODUCT 3.1.5): nobody → sign-in page;
 * a client at the panel or without the permission → 404; a team member without it → 403.
 */
export function guard(route: Route) {
  return (request: Request, response: Response, next: Next) => {
    if (!hasWholeIds(request)) return next('route');
    const refusal = request.viewing && whileViewing(route, request);
    if (refusal) return next(refusal);
    if (route.access === 'anyone' || route.access === 'signed-link') return next();
    const { visitor } = request;
    if (!visitor) return askToSignIn(route, request, response, next);
    const gate = gateBefore(route, request);
    if (gate) return leadTo(gate, request, response);
    const stray = route.method === 'get' || route.inAnyWorkspace ? undefined : strayForm(request);
    if (stray) return next(stray);
    if (isOtherHouse(route, visitor.kind)) return next(new NotFound());
    if (route.access === 'signed-in' || holds(visitor, route.access)) {
      if (!route.confirmed || request.viewing || isConfirmed(request)) return next();
      return askToConfirm(route, request, response);
    }
    next(
      visitor.kind === 'client'
        ? new NotFound()
        : new Forbidden({ key: 'errors.no_permission', values: { permission: route.access } }),
    );
  };
}

/**
 * Who looks at the product as somebody else changes nothing, whatever that person might do, and
 * sees nothing that is theirs alone. What they do as themselves, they do as who they are.
 */
function whileViewing(route: Route, request: Request): Forbidden | undefined {
  const { viewing, visitor } = request;
  if (route.whileViewing) {
    request.visitor = viewing?.viewer;
    return undefined;
  }
  const name = visitor?.name ?? '';
  if (route.method !== 'get') return new LookOnly(name);
  // An e-mailed link lets in whoever has it: it says nothing of whom they look at.
  if (route.isPersonal || route.access === 'signed-link') return new Personal(name);
  return undefined;
}

/** What somebody must do before anything opens. It is theirs to do: who looks on as them sees what comes after. */
function gateBefore(route: Route, { visitor, viewing }: Request): string | undefined {
  if (!visitor || viewing) return undefined;
  if (visitor.mustChangePassword && !route.duringPasswordChange) return passwordGate;
  if (isSecondFactorOverdue(visitor) && !route.duringSecondFactorSetUp) return secondFactorGate;
  return undefined;
}

function isConfirmed({ method, session }: Request): boolean {
  const life = confirmationLife + (method === 'GET' ? 0 : timeToFillIn);
  return now() - (session.confirmedAt ?? 0) < life;
}

/** Whether somebody must set up a second factor now: the time for it is over. */
export function isSecondFactorOverdue({ secondFactorDueAt }: Actor): boolean {
  return secondFactorDueAt !== null && secondFactorDueAt <= now();
}

/** A form that came too late is asked for anew, on the page where it stands. */
function askToConfirm(route: Route, request: Request, response: Response): void {
  const next = route.confirmed === true ? request.originalUrl : pageOf(route, request);
  leadTo(`${confirmationGate}?next=${encodeURIComponent(next)}`, request, response);
}

/** The page that a route names, for the record that the request is about. */
function pageOf({ confirmed }: Route, { params }: Request): string {
  return String(confirmed).replace(/:(\w+)/g, (_all, name: string) => String(params[name]));
}

function leadTo(address: string, request: Request, response: Response): void {
  if (wantsJson(request)) response.json({ location: address });
  else response.redirect(303, address);
}

function isOtherHouse(route: Route, kind: 'team' | 'client' | 'system'): boolean {
  return route.surface === (kind === 'client' ? 'panel' : 'portal');
}

function askToSignIn(route: Route, request: Request, response: Response, next: Next) {
  if (route.forMachines) return next(new NotFound());
  if (wantsJson(request)) {
    response.status(401).json({ location: '/login' });
    return;
  }
  const isPage = request.method === 'GET' && request.originalUrl !== '/';
  response.redirect(
    303,
    isPage ? `/login?next=${encodeURIComponent(request.originalUrl)}` : '/login',
  );
}

/** Parameters named after a record are whole numbers; anything else is another address. */
function hasWholeIds(request: Request): boolean {
  return Object.entries(request.params).every(
    ([name, value]) =>
      !name.endsWith('Id') || (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value)),
  );
}
