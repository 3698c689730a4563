import { newToken, sameText, signatureOf } from '../../core/crypto/index.js';
import { emailKey } from '../../core/text/index.js';

/**
 * A token for an invitation, bound to the address it is sent to: when the person's address
 * changes, it fits no more (CVE 25).
 */
export function invitationToken(email: string): string {
  const secret = newToken();
  return `${secret}.${binding(secret, email)}`;
}

/** Whether a token was made for this address. */
export function isTokenFor(token: string, email: string): boolean {
  const [secret = '', given = ''] = token.split('.');
  return sameText(given, binding(secret, email));
}

/** In hexadecimal: a link that ends in a hyphen loses it in some mail programs. */
function binding(secret: string, email: string): string {
  const signature = signatureOf('invitation address', `${secret} ${emailKey(email)}`);
  return Buffer.from(signature, 'base64url').toString('hex').slice(0, 32);
}
