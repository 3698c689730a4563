import { z } from 'zod';
import { decrypt, encrypt, SecretError } from '../../core/crypto/index.js';
import { transaction } from '../../core/database/index.js';
import { hour, now } from '../../core/dates/index.js';
import { Invalid, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import {
  deleteAuthenticator,
  lookUpAuthenticator,
  replaceAuthenticator,
} from './authenticators.queries.js';
import { afterAddition, afterRemoval, type Change, lockedAccount } from './factors.service.js';
import { appAddress, newSecret, stepOf } from './totp.js';

const sealedContent = z.object({ secret: z.string(), by: z.number(), at: z.number() });

/** A secret on its way into an app can be confirmed for this long (ms). */
const life = hour;

/** A secret that is offered to an app and counts only when a code of it comes back. */
export interface Offer {
  secret: string;
  /** What a QR code says to an app. */
  address: string;
  /** The secret as it travels through the form: readable for nobody, usable for its owner only. */
  sealed: string;
}

/** Offers a new secret. Nothing is stored before it is confirmed. */
export function offerSecret(actor: Actor): Offer {
  const secret = newSecret();
  const sealed = encrypt(JSON.stringify({ secret, by: actor.userId, at: now() }));
  return offerOf(actor, secret, sealed);
}

/** The offer that a form brought back; a new one when it was altered, is somebody else's or too old. */
export function reopenOffer(actor: Actor, sealed: string): Offer {
  const secret = openSecret(actor, sealed);
  return secret === undefined ? offerSecret(actor) : offerOf(actor, secret, sealed);
}

/**
 * Makes an offered secret count, since a code of it has come back. Returns recovery codes if these
 * are the first.
 * @throws Invalid {code} for a wrong code, or an offer that is over.
 */
export async function confirmSecret(
  change: Change,
  { sealed, code }: { sealed: string; code: string },
): Promise<string[]> {
  const secret = openSecret(change.actor, sealed);
  if (secret === undefined) throw new Invalid({ code: 'second_factors.errors.offer_over' });
  const step = stepOf(secret, code, now());
  if (step === undefined) throw new Invalid({ code: 'second_factors.errors.first_code' });
  return transaction(async () => {
    const user = await lockedAccount(change);
    const before = await lookUpAuthenticator(user.id);
    await replaceAuthenticator({
      user_id: user.id,
      secret: encrypt(secret),
      last_step: step,
      created_at: now(),
    });
    return afterAddition(user, change, { alert: before ? 'app_replaced' : 'app_added' });
  });
}

/**
 * Takes the app of who asks away.
 * @throws NotFound when there is none; Invalid {''} where a role needs a second factor.
 */
export async function removeAuthenticator(change: Change): Promise<void> {
  await transaction(async () => {
    const user = await lockedAccount(change);
    if (!(await deleteAuthenticator(user.id))) throw new NotFound();
    await afterRemoval(user, change, { alert: 'app_removed' });
  });
}

function offerOf(actor: Actor, secret: string, sealed: string): Offer {
  const issuer = setting(actor.workspaceId, 'general.name');
  return { secret, sealed, address: appAddress(secret, { issuer, label: actor.email }) };
}

function openSecret(actor: Actor, sealed: string): string | undefined {
  try {
    const { secret, by, at } = sealedContent.parse(JSON.parse(decrypt(sealed)));
    return by === actor.userId && at + life > now() ? secret : undefined;
  } catch (error) {
    // Somebody edited the field, or the installation's key has changed: a new secret is offered.
    if (error instanceof SecretError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
