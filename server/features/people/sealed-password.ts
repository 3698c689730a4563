import { z } from 'zod';
import { decrypt, encrypt, SecretError } from '../../core/crypto/index.js';
import { hour, now } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';

const content = z.object({ password: z.string(), by: z.number(), at: z.number() });

/** A password on its way through a review page can be used for this long (ms). */
const life = 2 * hour;

/**
 * Locks a typed password so that it can travel through the review page and back in a hidden field:
 * nothing is lost, yet no page ever shows it. Only who typed it can use it.
 */
export function sealPassword(actor: Actor, password: string): string {
  return encrypt(JSON.stringify({ password, by: actor.userId, at: now() }));
}

/** The password that was sealed, or null when it was altered, is somebody else's or too old. */
export function openPassword(actor: Actor, sealed: string | null): string | null {
  if (!sealed) return null;
  try {
    const { password, by, at } = content.parse(JSON.parse(decrypt(sealed)));
    return by === actor.userId && at + life > now() ? password : null;
  } catch (error) {
    // Somebody edited the field, or the installation's key has changed: as if nothing was typed.
    if (error instanceof SecretError || error instanceof z.ZodError) return null;
    throw error;
  }
}
