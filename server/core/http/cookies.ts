import { sign, unsign } from '../crypto/index.js';
import type { Request, Response } from './types.js';

/** The value of a cookie as the browser sent it, or undefined. */
export function readCookie(request: Request, name: string): string | undefined {
  const { cookie } = request.headers;
  if (!cookie) return undefined;
  for (const part of cookie.split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return decode(value.join('='));
  }
  return undefined;
}

/** The value of a cookie that we signed, or undefined when it is missing or was altered. */
export function readSignedCookie(request: Request, name: string): string | undefined {
  return verified(request, name)?.value;
}

/** The signature of a cookie that we signed: a secret of this browser that needs no place of its own. */
export function signatureOfCookie(request: Request, name: string): string | undefined {
  return verified(request, name)?.signature;
}

/**
 * Sets a cookie whose value the browser can read but not change, and returns its signature. `life`
 * in ms; absent means until the browser closes.
 */
export function setSignedCookie(
  request: Request,
  response: Response,
  name: string,
  value: string,
  life?: number,
): string {
  const signed = sign(`cookie ${name}`, value);
  response.cookie(name, signed, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: request.secure,
    ...(life === undefined ? {} : { maxAge: life }),
  });
  return signed.slice(value.length + 1);
}

/** Takes a cookie away. */
export function clearCookie(request: Request, response: Response, name: string): void {
  response.clearCookie(name, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: request.secure,
  });
}

function verified(request: Request, name: string) {
  const signed = readCookie(request, name);
  return signed === undefined ? undefined : unsign(`cookie ${name}`, signed);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
