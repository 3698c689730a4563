import express from 'express';
import { BadRequest } from './errors.js';
import type { Next, Request, Response } from './types.js';

const overridable = new Set(['PATCH', 'PUT', 'DELETE']);

/** Reads form bodies: at most 1 MB and 1000 fields, flat names only, so that nothing can be nested into objects. */
export function readForms() {
  const parse = express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 1000 });
  return (request: Request, response: Response, next: Next) => {
    if (!mayHaveBody(request)) {
      request.body ??= {};
      return next(hasNull(request.url) ? new BadRequest() : undefined);
    }
    parse(request, response, (error?: unknown) => {
      if (error) return next(error);
      request.body ??= {};
      next(refuseNulls(request) ?? overrideMethod(request));
    });
  };
}

/** Pages and files are asked for without one (RFC 9110, 9.3.1), and there are many more of those. */
function mayHaveBody({ method }: Request): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** HTML forms know only GET and POST; `_method` says what is meant. */
function overrideMethod(request: Request): undefined {
  const wanted =
    request.method === 'POST' ? (request.body as { _method?: unknown })._method : undefined;
  const method = typeof wanted === 'string' ? wanted.toUpperCase() : '';
  if (overridable.has(method)) request.method = method;
}

/** PostgreSQL cannot store U+0000, and nobody types it. */
function refuseNulls(request: Request): BadRequest | undefined {
  const values = Object.values(request.body as Record<string, unknown>).flat();
  const bad = values.some((value) => typeof value === 'string' && value.includes('\0'));
  return bad || hasNull(request.url) ? new BadRequest() : undefined;
}

function hasNull(url: string): boolean {
  return url.includes('%00');
}
