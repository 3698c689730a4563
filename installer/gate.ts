import { hashToken } from '../server/core/crypto/index.js';
import { day } from '../server/core/dates/index.js';
import {
  type Next,
  NotFound,
  type Request,
  type Response,
  readSignedCookie,
  setSignedCookie,
} from '../server/core/http/index.js';
import type { Installation } from './installation.js';
import { setupCode } from './setup-code.js';

const cookieName = 'setup';
/** Long enough to stop in the evening and go on the next day. */
const life = 2 * day;
const openToAll = new Set(['/install', '/install/code', '/brand.css']);
const readMethods = new Set(['GET', 'HEAD']);

/**
 * Every address leads to the installer until it is finished, and its steps open only to who has
 * typed the setup code. Once it is finished, everything it had is gone.
 */
export function gate(installation: Installation) {
  return (request: Request, response: Response, next: Next) => {
    const path = request.path.replace(/\/+$/, '') || '/';
    if (installation.isFinished) return next(new NotFound());
    if (openToAll.has(path)) return next();
    if (!path.startsWith('/install/')) {
      return readMethods.has(request.method)
        ? response.redirect(303, '/install')
        : next(new NotFound());
    }
    if (holdsCode(request, installation)) return next();
    response.redirect(303, '/install/code');
  };
}

/** Whether this browser has typed the present setup code. */
export function holdsCode(request: Request, { config }: Installation): boolean {
  return readSignedCookie(request, cookieName) === hashToken(setupCode(config));
}

/** Lets this browser in, until the code changes or two days have passed. */
export function letIn(request: Request, response: Response, { config }: Installation): void {
  setSignedCookie(request, response, cookieName, hashToken(setupCode(config)), life);
}
