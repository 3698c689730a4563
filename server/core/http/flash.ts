import { clearCookie, readCookie, readSignedCookie, setSignedCookie } from './cookies.js';
import type { Message } from './errors.js';
import { type Request, type Response, wantsJson } from './types.js';

/** What a change says on the page that follows it. */
export interface Flash {
  toast: Message;
  /** The form that takes the change back. */
  undo?: { action: string; fields: Record<string, string> };
}

const cookieName = 'flash';
const life = 60_000;

/**
 * Goes on to another page after a change (303, so that a reload repeats nothing), with a word on
 * what happened. Our own script has said that already and only learns where to go: a word left for
 * it would turn up on a later page.
 */
export function redirect(request: Request, response: Response, path: string, flash?: Flash): void {
  if (!isOwnPath(path)) throw new Error(`Not a path of this site: ${path}`);
  if (wantsJson(request)) {
    response.json({ location: path });
    return;
  }
  if (flash) setSignedCookie(request, response, cookieName, encode(flash), life);
  response.redirect(303, path);
}

/** Whether the change before this page left a word for it. */
export function hasFlash(request: Request): boolean {
  return readCookie(request, cookieName) !== undefined;
}

/** The word left by the change before this page; it is said once. */
export function takeFlash(request: Request, response: Response): Flash | undefined {
  const value = readSignedCookie(request, cookieName);
  if (value === undefined) return undefined;
  clearCookie(request, response, cookieName);
  return JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as Flash;
}

/** Whether a text is a path of this site: neither another host nor a trick that browsers read as one (CVE 46). */
export function isOwnPath(path: unknown): path is string {
  return (
    typeof path === 'string' && /^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(path) && path.length <= 1000
  );
}

/** Where a form says it came from (`return_to`), if that is a path of this site; else the fallback. */
export function returnPath(request: Request, fallback: string): string {
  const path = (request.body as { return_to?: unknown } | undefined)?.return_to;
  return isOwnPath(path) ? path : fallback;
}

function encode(flash: Flash): string {
  return Buffer.from(JSON.stringify(flash)).toString('base64url');
}
