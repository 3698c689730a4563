import {
  clearCookie,
  type Request,
  type Response,
  readSignedCookie,
  setSignedCookie,
} from '../../core/http/index.js';
import { type Asked, challengeLife } from './passkeys.service.js';

const cookieName = 'passkey';

/** Answers our script with a question for the browser's passkeys, which is bound to this browser. */
export function ask(request: Request, response: Response, { options, token }: Asked): void {
  setSignedCookie(request, response, cookieName, token, challengeLife);
  response.json(options);
}

/** The token of the question that this browser was asked last; it is of no use again. */
export function takeToken(request: Request, response: Response): string | undefined {
  const token = readSignedCookie(request, cookieName);
  if (token !== undefined) clearCookie(request, response, cookieName);
  return token;
}
