import { holds } from '../permissions/index.js';
import { Forbidden, NotFound } from './errors.js';
import type { Route } from './routes.js';
import { type Next, type Request, type Response, wantsJson } from './types.js';

/** Where somebody goes who still has to set a password of their own. */
export const passwordGate = '/change-password';

/**
 * Decides whether a request may come to a route's handler (PRODUCT 3.1.5): nobody → sign-in page;
 * a client at the panel or without the permission → 404; a team member without it → 403.
 */
export function guard(route: Route) {
  return (request: Request, response: Response, next: Next) => {
    if (!hasWholeIds(request)) return next('route');
    if (route.access === 'anyone' || route.access === 'signed-link') return next();
    const { visitor } = request;
    if (!visitor) return askToSignIn(route, request, response, next);
    if (visitor.mustChangePassword && !route.duringPasswordChange)
      return response.redirect(303, passwordGate);
    if (isOtherHouse(route, visitor.kind)) return next(new NotFound());
    if (route.access === 'signed-in' || holds(visitor, route.access)) return next();
    next(
      visitor.kind === 'client'
        ? new NotFound()
        : new Forbidden({ key: 'errors.no_permission', values: { permission: route.access } }),
    );
  };
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
