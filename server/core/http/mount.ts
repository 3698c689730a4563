import type { Express } from 'express';
import { isPermission } from '../permissions/index.js';
import { checkToken } from './csrf.js';
import { guard } from './guard.js';
import type { Route } from './routes.js';
import type { Handler, Next, Request, Response } from './types.js';
import { receiveUploads } from './uploads.js';

/** A route is declared in a way that could let somebody through. The boot stops. */
export class RouteError extends Error {
  override name = 'RouteError';
}

const words = new Set<unknown>(['anyone', 'signed-in', 'signed-link']);

/**
 * Mounts routes with everything that must happen before their handlers.
 * @throws RouteError when a route names no access, an unknown one, or stands there twice.
 */
export function mountRoutes(app: Express, routes: readonly Route[]): void {
  checkRoutes(routes);
  for (const route of routes) {
    app[route.method](route.path, guard(route), ...before(route), handled(route.handler));
  }
}

/** Checks a list of routes without mounting it. */
export function checkRoutes(routes: readonly Route[]): void {
  const seen = new Set<string>();
  for (const { method, path, access } of routes) {
    const name = `${method.toUpperCase()} ${path}`;
    if (!access) throw new RouteError(`${name} does not say who may come`);
    if (!words.has(access) && !isPermission(access)) {
      throw new RouteError(`${name} asks for "${access}", which is not a permission`);
    }
    if (seen.has(name)) throw new RouteError(`${name} is declared twice`);
    seen.add(name);
  }
}

function before(route: Route) {
  const checks = [];
  if (route.uploads) checks.push(receiveUploads(route.uploads));
  if (!route.withoutCsrf) checks.push(checkToken);
  return checks;
}

function handled(handler: Handler) {
  return async (request: Request, response: Response, _next: Next): Promise<void> => {
    await handler(request, response);
  };
}
