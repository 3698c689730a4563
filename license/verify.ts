// The verifier of licence keys: an Ed25519 signature over the claims, checked without asking anybody.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { publicKeyPem } from './public-key.js';

/** What a licence key says. */
export interface LicenseClaims {
  id: string;
  plan: 'single' | 'lifetime' | 'multi';
  /** Who bought it. */
  holder: string;
  /** Host names it is for. */
  domains: readonly string[];
  /** Calendar dates, YYYY-MM-DD. Updates published until `updatesUntil` are included; null: all of them. */
  issuedOn: string;
  updatesUntil: string | null;
}

/** Domains that one key may name, by plan. */
export const mostDomains: Readonly<Record<LicenseClaims['plan'], number>> = {
  single: 1,
  lifetime: 1,
  multi: 5,
};

const format = 'TS1';
const longest = 2000;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads a licence key, `TS1.<claims>.<signature>` in base64url; spaces and line breaks do not
 * matter. Undefined for everything that this program's vendor has not signed: the kind of
 * signature is fixed, and nothing in the key can change how it is checked (CVE 58).
 */
export function readLicense(
  text: string,
  publicKey: KeyObject = createPublicKey(publicKeyPem),
): LicenseClaims | undefined {
  if (text.length > longest * 2 || publicKey.asymmetricKeyType !== 'ed25519') return undefined;
  const [kind, claims, signature, ...rest] = text.replace(/\s+/g, '').split('.');
  if (kind !== format || !claims || !signature || rest.length > 0) return undefined;
  const content = Buffer.from(`${format}.${claims}`);
  const isSigned = verify(null, content, publicKey, Buffer.from(signature, 'base64url'));
  return isSigned ? claimsOf(claims) : undefined;
}

function claimsOf(encoded: string): LicenseClaims | undefined {
  try {
    const found = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as LicenseClaims;
    return isWhole(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isWhole(claims: LicenseClaims): boolean {
  return (
    typeof claims.id === 'string' &&
    Object.hasOwn(mostDomains, claims.plan) &&
    typeof claims.holder === 'string' &&
    Array.isArray(claims.domains) &&
    claims.domains.length <= mostDomains[claims.plan] &&
    claims.domains.every((domain) => typeof domain === 'string') &&
    datePattern.test(claims.issuedOn) &&
    (claims.updatesUntil === null || datePattern.test(claims.updatesUntil))
  );
}
