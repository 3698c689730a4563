import { createHmac, timingSafeEqual } from 'node:crypto';
import { keyFor } from './keys.js';

/** HMAC-SHA-256 of a value under the key of one purpose, as 43 characters of base64url. */
export function signatureOf(purpose: string, value: string): string {
  return createHmac('sha256', keyFor(`signature ${purpose}`))
    .update(value)
    .digest('base64url');
}

/** The value with its signature behind it: `<value>.<signature>`. */
export function sign(purpose: string, value: string): string {
  return `${value}.${signatureOf(purpose, value)}`;
}

/** What was signed for this purpose and its signature, or undefined when it was altered or is foreign. */
export function unsign(
  purpose: string,
  signed: string,
): { value: string; signature: string } | undefined {
  const end = signed.lastIndexOf('.');
  if (end < 0) return undefined;
  const value = signed.slice(0, end);
  const signature = signed.slice(end + 1);
  const given = Buffer.from(signature);
  const wanted = Buffer.from(signatureOf(purpose, value));
  const isOurs = given.length === wanted.length && timingSafeEqual(given, wanted);
  return isOurs ? { value, signature } : undefined;
}
