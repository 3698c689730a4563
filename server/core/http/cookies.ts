import { sign, unsign } from '../crypto/index.js';
import type { Request, Response } from './types.js';

/** The value of a cookie as the browser sent it, or undefined. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const part of String(request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return decode(value.join('='));
  }
  return undefined;
}

/** The value of a cookie that we signed, or undefined when it is missing or was altered. */
export function readSignedCookie(request: Request, name: string): string | undefined {
  const value = readCookie(request, name);
  return value === undefined ? undefined : unsign(`cookie ${name}`, value);
}

/** Sets a cookie whose value the browser can read but not change. `life` in ms; absent means until the browser closes. */
export function setSignedCookie(
  request: Request,
  response: Response,
  name: string,
  value: string,
  life?: number,
): void {
  response.cookie(name, sign(`cookie ${name}`, value), {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: request.secure,
    ...(life === undefined ? {} : { maxAge: life }),
  });
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

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
