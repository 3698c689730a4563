import { type Logger, pino } from 'pino';
import type { Next, Request, Response } from './types.js';

let current: Logger = pino({ level: 'silent' });

/** Fields whose values never reach the log, wherever they turn up. */
const secrets = [
  'password',
  '*.password',
  'token',
  '*.token',
  'secret',
  '*.secret',
  'authorization',
  'cookie',
  '*.cookie',
];

/** Characters that may wait for a log that cannot be written; more are dropped. */
const mostWaiting = 1_000_000;

/** Opens the log: one JSON line per entry on standard output, times in UTC. */
export function openLog(level: string): Logger {
  const output = pino.destination({ dest: 1, sync: true, maxLength: mostWaiting });
  // A log on a full disk loses lines; it must not take the process with it.
  output.on('error', () => {});
  current = pino(
    {
      level,
      redact: { paths: secrets, censor: '(hidden)' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    output,
  );
  return current;
}

/** The log. */
export function log(): Logger {
  return current;
}

/**
 * Logs each answer with its reference, path without query, status and time; never headers or
 * bodies. A page costs half a millisecond or two, so nothing is put together for a line that the
 * level leaves out.
 */
export function logRequests() {
  return (request: Request, response: Response, next: Next) => {
    if (request.path.startsWith('/assets/')) return next();
    const startedAt = performance.now();
    response.on('close', () => logAnswer(request, response, performance.now() - startedAt));
    next();
  };
}

function logAnswer(request: Request, response: Response, elapsed: number): void {
  const level = levelOf(response.statusCode);
  if (!current.isLevelEnabled(level)) return;
  current[level](
    {
      reference: request.reference,
      method: request.method,
      path: hideTokens(request.originalUrl.split('?')[0] ?? ''),
      status: response.statusCode,
      userId: (request.viewing?.viewer ?? request.visitor)?.userId,
      seenAsUserId: request.viewing?.userId,
      milliseconds: Math.round(elapsed),
    },
    response.writableFinished ? 'request completed' : 'request aborted',
  );
}

function levelOf(status: number): 'error' | 'warn' | 'info' {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}

/** Links that let somebody in carry their secret in the path; the log must not. */
function hideTokens(path: string): string {
  return path.replace(
    /^(\/(?:invitations|reset-password|confirm-email|login\/link|pay)\/)[^/]+/,
    '$1(hidden)',
  );
}
