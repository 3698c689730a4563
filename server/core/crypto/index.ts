// Secrets at rest, tokens in links, and signatures on what a browser keeps for us.
export { decrypt, encrypt, SecretError } from './cipher.js';
export { useSecretKey } from './keys.js';
export { randomPart } from './random.js';
export { sign, signatureOf, unsign } from './signatures.js';
export { hashToken, newToken, sameText } from './tokens.js';
