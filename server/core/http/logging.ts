import { type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Request } from './types.js';

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

/** Opens the log: one JSON line per entry on standard output, times in UTC. */
export function openLog(level: string): Logger {
  current = pino({
    level,
    redact: { paths: secrets, censor: '(hidden)' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
  return current;
}

/** The log. */
export function log(): Logger {
  return current;
}

/** Logs each answer with its reference, path without query, status and time; never headers or bodies. */
export function logRequests() {
  return pinoHttp({
    logger: current,
    genReqId: (request) => (request as unknown as Request).reference,
    serializers: { req: () => undefined, res: () => undefined },
    wrapSerializers: false,
    quietReqLogger: true,
    customProps: (request, response) => ({
      method: request.method,
      path: hideTokens((request as unknown as Request).originalUrl.split('?')[0] ?? ''),
      status: response.statusCode,
      userId: (request as unknown as Request).visitor?.userId,
    }),
    customLogLevel: (_request, response, error) => {
      if (error || response.statusCode >= 500) return 'error';
      return response.statusCode >= 400 ? 'warn' : 'info';
    },
    customAttributeKeys: { reqId: 'reference', responseTime: 'milliseconds' },
    autoLogging: { ignore: (request) => (request.url ?? '').startsWith('/assets/') },
  });
}

/** Links that let somebody in carry their secret in the path; the log must not. */
function hideTokens(path: string): string {
  return path.replace(/^(\/(?:invitations|reset-password|confirm-email|pay)\/)[^/]+/, '$1(hidden)');
}
