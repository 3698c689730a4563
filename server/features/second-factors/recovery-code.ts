import { randomPart, signatureOf } from '../../core/crypto/index.js';

/** Codes that somebody has at once. */
export const codesAtOnce = 10;
/** Letters and digits that nobody takes for one another (Crockford). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 12;

/** A code for the day on which phone and passkeys are lost: 60 random bits, as `XXXX-XXXX-XXXX`. */
export function newRecoveryCode(): string {
  // 32 letters divide 256, so all are equally likely.
  const letters = [...randomPart(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

/**
 * What is stored of a code: its signature under a key that is not in the database, so that a copy
 * of the database gives no way to try codes out (ASVS 6.5.2).
 */
export function hashRecoveryCode(userId: number, code: string): string {
  return signatureOf('recovery code', `${userId} ${tidied(code)}`);
}

/** As it was made, however it was typed. */
function tidied(code: string): string {
  const letters = code.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return letters.replaceAll('O', '0').replace(/[IL]/g, '1');
}
