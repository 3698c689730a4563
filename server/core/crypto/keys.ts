import { createHash, hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;
const derived = new Map<string, Buffer>();
let secretKey: Buffer | undefined;
let name = '';

/**
 * Gives this process the installation's key (config.secretKey, 32 bytes). Every other key is
 * derived from it, so nothing can be encrypted or signed before this call.
 * @throws Error when the key is not 32 bytes long.
 */
export function useSecretKey(key: Buffer): void {
  if (key.length !== KEY_BYTES) throw new Error(`The secret key must have ${KEY_BYTES} bytes`);
  secretKey = Buffer.from(key);
  name = createHash('sha256').update('key name').update(key).digest('hex').slice(0, 8);
  derived.clear();
}

/**
 * A key of 32 bytes for one purpose only (HKDF, RFC 5869), so that what was signed for a cookie
 * is worthless as a link and the other way round.
 */
export function keyFor(purpose: string): Buffer {
  const known = derived.get(purpose);
  if (known) return known;
  if (!secretKey) throw new Error('The secret key is not set yet');
  const key = Buffer.from(hkdfSync('sha256', secretKey, 'task-session', purpose, KEY_BYTES));
  derived.set(purpose, key);
  return key;
}

/** Eight characters that tell keys apart and give nothing of them away. */
export function keyName(): string {
  if (!secretKey) throw new Error('The secret key is not set yet');
  return name;
}
