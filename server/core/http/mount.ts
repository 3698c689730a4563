import express, { type Express, type Router } from 'express';
import { withOrigin } from '../audit/index.js';
import { onlyReading, sparingReserve } from '../database/index.js';
import { isPermission } from '../permissions/index.js';
import { checkToken } from './csrf.js';
import { guard } from './guard.js';
import { originOf } from './origin.js';
import type { Route } from './routes.js';
import type { Next, Request, Response } from './types.js';
import { receiveUploads } from './uploads.js';

/** A route is declared in a way that could let somebody through. The boot stops. */
export class RouteError extends Error {
  override name = 'RouteError';
}

const words = new Set<unknown>(['anyone', 'signed-in', 'signed-link']);

/**
 * Mounts routes with everything that must happen before their handlers. Those under one first
 * word share a router, so that a request is compared with a few of them and not with all.
 * @throws RouteError when a route names no access, an unknown one, or stands there twice.
 */
export function mountRoutes(app: Express, routes: readonly Route[]): void {
  checkRoutes(routes);
  const routers = new Map<string, Router>();
  for (const route of routes) {
    const word = firstWord(route.path);
    if (word.includes(':')) throw new RouteError(`${route.path} begins with a parameter`);
    const router = routers.get(word) ?? express.Router();
    routers.set(word, router);
    router[route.method](route.path, guard(route), ...before(route), handled(route));
  }
  app.use((request, response, next) => {
    // A router answers OPTIONS by itself, with a list of what there is (CVE 14).
    const router = request.method === 'OPTIONS' ? undefined : routers.get(firstWord(request.path));
    if (router) router(request, response, next);
    else next();
  });
}

/** `tasks` of `/tasks/12/edit`; routes are compared without case, as Express does. */
function firstWord(path: string): string {
  const end = path.indexOf('/', 1);
  return path.slice(1, end < 0 ? undefined : end).toLowerCase();
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
  for (const { method, path, confirmed } of routes) {
    const page = confirmed === true ? path : confirmed;
    if (page !== undefined && !seen.has(`GET ${page}`))
      throw new RouteError(`${method.toUpperCase()} ${path} leads to no page once it is confirmed`);
  }
}

function before(route: Route) {
  const checks = [];
  if (route.uploads) checks.push(receiveUploads(route.uploads));
  if (route.method !== 'get' && !route.withoutCsrf) checks.push(checkToken(route));
  return checks;
}

function handled({ method, handler }: Route) {
  const isChange = method !== 'get';
  return async (request: Request, response: Response, _next: Next): Promise<void> => {
    // Pages change nothing and are not followed.
    if (isChange) {
      const change = () => sparingReserve(() => handler(request, response));
      await withOrigin(originOf(request), async () => change());
    } else if (request.viewing) await onlyReading(() => handler(request, response));
    else await handler(request, response);
  };
}
