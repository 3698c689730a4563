import { createHash, timingSafeEqual } from 'node:crypto';
import { randomPart } from './random.js';

const TOKEN_BYTES = 32;

/** A secret for a link or a cookie: 256 random bits in 43 characters that are safe in a URL. */
export function newToken(): string {
  return randomPart(TOKEN_BYTES).toString('base64url');
}

/**
 * What is stored of a token: its SHA-256 in hexadecimal. A plain hash is enough, since a token is
 * random and cannot be guessed like a password.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares two texts in a time that says nothing about where they differ. */
export function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
