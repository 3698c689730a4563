import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyFor, keyName } from './keys.js';

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** An encrypted value cannot be read: damaged, or written under another secret key. */
export class SecretError extends Error {
  override name = 'SecretError';
}

/**
 * Encrypts text with the installation's key (AES-256-GCM). The result names its format and its
 * key, so that values written under an earlier key are recognised instead of misread:
 * `v1.<key name>.<nonce, tag and ciphertext as base64url>`.
 */
export function encrypt(text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const head = `${VERSION}.${keyName()}`;
  const cipher = createCipheriv(ALGORITHM, keyFor('secrets at rest'), nonce);
  cipher.setAAD(Buffer.from(head));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${head}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/**
 * Reads what encrypt() wrote.
 * @throws SecretError when the value was altered or belongs to another key.
 */
export function decrypt(secret: string): string {
  const [version, key, content, ...rest] = secret.split('.');
  if (version !== VERSION || content === undefined || rest.length > 0) {
    throw new SecretError('This is not an encrypted value');
  }
  if (key !== keyName()) {
    throw new SecretError('This value was encrypted with another secret key');
  }
  return open(`${version}.${key}`, Buffer.from(content, 'base64url'));
}

function open(head: string, content: Buffer): string {
  try {
    const nonce = content.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, keyFor('secrets at rest'), nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(head));
    decipher.setAuthTag(content.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const body = decipher.update(content.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    throw new SecretError('This encrypted value is damaged');
  }
}
