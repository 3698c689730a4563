import {
  clearCookie,
  type Request,
  type Response,
  readSignedCookie,
  setSignedCookie,
} from '../../core/http/index.js';
import { landing } from '../accounts/index.js';
import { linkLife } from './sign-in-links.service.js';

const cookieName = 'link-next';

/**
 * Remembers in this browser which page somebody was on their way to. It does not stand in the link:
 * whoever asks for one may not be whose mailbox it goes to.
 */
export function keepNext(request: Request, response: Response, next: string): void {
  if (next === '/') clearCookie(request, response, cookieName);
  else setSignedCookie(request, response, cookieName, next, linkLife);
}

/** The page that somebody was on their way to in this browser; it is led to once. */
export function takeNext(request: Request, response: Response): string {
  const next = readSignedCookie(request, cookieName);
  if (next === undefined) return '/';
  clearCookie(request, response, cookieName);
  return landing(next);
}
