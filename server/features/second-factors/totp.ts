import { Secret, TOTP } from 'otpauth';
import { sameText } from '../../core/crypto/index.js';
import { second } from '../../core/dates/index.js';

/** What every authenticator app can do: six digits of SHA-1, anew every 30 seconds. */
const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Clocks that differ by one step either way are believed. */
const drift = [-1, 0, 1] as const;

/** A new secret of 160 bits, in the letters that an app takes. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address in a QR code by which an app learns a secret. */
export function appAddress(secret: string, { issuer, label }: { issuer: string; label: string }) {
  return totp(secret, { issuer, label }).toString();
}

/**
 * The step (30 seconds each since 1970) to which a code belongs; nothing for a wrong one. Every
 * step that counts is compared, so that the time tells nothing.
 */
export function stepOf(secret: string, code: string, moment: number): number | undefined {
  const present = Math.floor(moment / (settings.period * second));
  const app = totp(secret);
  let found: number | undefined;
  for (const away of drift) {
    const step = present + away;
    const isRight = sameText(app.generate({ timestamp: step * settings.period * second }), code);
    if (isRight) found = step;
  }
  return found;
}

function totp(secret: string, names: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({ ...settings, ...names, secret: Secret.fromBase32(secret) });
}
