import express, { type Express } from 'express';
import type { Config } from '../config/index.js';
import { queryCount } from '../database/index.js';
import { sendAssets } from './assets.js';
import { readForms } from './bodies.js';
import { checkOrigin } from './csrf.js';
import { answerError } from './error-pages.js';
import { NotFound } from './errors.js';
import { securityHeaders, stampRequest } from './headers.js';
import { limitChanges } from './limits.js';
import { logRequests } from './logging.js';
import { mountRoutes } from './mount.js';
import { compressPages } from './render.js';
import type { Route } from './routes.js';
import { sessionMiddleware } from './sessions.js';
import { rereadTemplates } from './templates.js';
import type { Next, Request, Response } from './types.js';

/** What an application is made of. */
export interface ApplicationParts {
  config: Config;
  routes: readonly Route[];
  /** Without sessions nobody can be signed in: the installer. */
  hasSessions: boolean;
  /** Middleware that sees every request before the routes. */
  before?: readonly Middleware[];
}

type Middleware = (request: Request, response: Response, next: Next) => void;

/** Puts an Express application together: the chain that every request walks, the routes, the error pages. */
export function createApplication({
  config,
  routes,
  hasSessions,
  before = [],
}: ApplicationParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', trustedProxies(config.trustProxy));
  Object.defineProperty(app.request, 'actor', { get: requireVisitor });
  const inDevelopment = config.mode === 'development';
  rereadTemplates(inDevelopment);
  compressPages(config.compression);
  Object.defineProperty(app.request, 'secure', { get: isSecure(app.request) });
  if (config.diagnostics) app.use(countQueries);
  app.use(
    inTurn([
      stampRequest,
      ...(config.logLevel === 'silent' ? [] : [logRequests()]),
      securityHeaders(),
      sendAssets(inDevelopment),
      checkOrigin,
      limitChanges(config.changesPerMinute),
      readForms(),
      ...(hasSessions ? [sessionMiddleware()] : []),
      ...before,
    ]),
  );
  mountRoutes(app, routes);
  app.use((_request, _response, next) => next(new NotFound()));
  app.use(answerError);
  return app;
}

function requireVisitor(this: Request) {
  if (!this.visitor) throw new Error('This route is open to visitors: there may be no actor');
  return this.visitor;
}

/** One middleware of several. Express would look at path, method and parameters before each of them. */
function inTurn(steps: readonly Middleware[]): Middleware {
  return (request, response, next) => {
    let at = 0;
    const goOn = (error?: unknown): void => {
      const step = error ? undefined : steps[at];
      at += 1;
      if (!step) {
        next(error);
        return;
      }
      try {
        step(request, response, goOn as Next);
      } catch (thrown) {
        next(thrown);
      }
    };
    goOn();
  };
}

/**
 * Whether a request came by HTTPS. Express compares addresses each time that it is asked; where no
 * proxy says anything, the connection alone decides.
 */
function isSecure(prototype: object) {
  const known = new WeakMap<Request, boolean>();
  const inner = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(prototype), 'secure')?.get;
  return function secure(this: Request): boolean {
    if (this.headers['x-forwarded-proto'] === undefined) return 'encrypted' in this.socket;
    let answer = known.get(this);
    if (answer === undefined) {
      answer = Boolean(inner?.call(this));
      known.set(this, answer);
    }
    return answer;
  };
}

/** Express counts proxies when given a number and compares addresses when given names. */
function trustedProxies(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

/** How many queries an answer took, for measuring: right only while requests come one at a time. */
function countQueries(_request: Request, response: Response, next: Next) {
  const before = queryCount();
  const { writeHead } = response;
  response.writeHead = function count(this: Response, ...parts: unknown[]) {
    if (!this.headersSent)
      this.setHeader('Server-Timing', `queries;desc="${queryCount() - before}"`);
    return Reflect.apply(writeHead, this, parts);
  } as typeof writeHead;
  next();
}
