import { createHash } from 'node:crypto';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { type RateLimit, rateLimiter, raw, table, withReserve } from '../../core/database/index.js';
import { hour, minute, second } from '../../core/dates/index.js';
import { TooMany } from '../../core/http/index.js';
import { emailKey } from '../../core/text/index.js';

const quarter = (15 * minute) / second;

/**
 * How often something may be tried. An account is slowed, never shut: its owner has a counter of
 * their own on a device they have used before, and a new password by mail opens the door as well.
 */
const limits = {
  account: { name: 'sign-in:account', points: 10, seconds: quarter },
  device: { name: 'sign-in:device', points: 20, seconds: quarter },
  address: { name: 'sign-in:address', points: 60, seconds: quarter },
  codeAccount: { name: 'code:account', points: 10, seconds: quarter },
  codeDevice: { name: 'code:device', points: 20, seconds: quarter },
  forgottenAccount: { name: 'forgotten:account', points: 3, seconds: hour / second },
  forgottenAddress: { name: 'forgotten:address', points: 20, seconds: hour / second },
  linkAccount: { name: 'link:account', points: 5, seconds: hour / second },
  linkDevice: { name: 'link:device', points: 5, seconds: hour / second },
  linkAddress: { name: 'link:address', points: 20, seconds: hour / second },
  confirm: { name: 'confirm:user', points: 10, seconds: quarter },
} as const satisfies Record<string, RateLimit>;

/** Who tries to sign in, as what. */
export interface Attempt {
  email: string;
  /** Address of the request, as far as the configured proxies are believed. */
  ip: string;
  /** Mark of a device on which this account has signed in before. */
  knownDevice: string | undefined;
}

/**
 * Counts one try to sign in, before the password is looked at, so that tries at the same moment
 * are counted too. Unknown addresses count like known ones.
 * @throws TooMany
 */
export async function countSignInAttempt(attempt: Attempt): Promise<void> {
  await take(limits.address, networkOf(attempt.ip));
  const { limit, key } = ownCounter(attempt);
  await take(limit, key);
}

/** A try was right: the account's counter starts anew, and the address gets its point back. */
export async function forgiveSignInAttempts(attempt: Attempt): Promise<void> {
  const { limit, key } = ownCounter(attempt);
  await withReserve(() => rateLimiter(limit).delete(key));
  await withReserve(() => rateLimiter(limits.address).reward(networkOf(attempt.ip)));
}

/**
 * Writes as much as the note of a failed try does and changes nothing, so that a try at an address
 * that nobody has takes the same time (CVE 28).
 */
export async function writeNothing(attempt: Attempt): Promise<void> {
  const { limit, key } = ownCounter(attempt);
  await table('rate_limits')
    .where({ key: `${limit.name}:${key}` })
    .update({ points: raw('points') });
}

/**
 * Counts one try to sign in by a passkey, which names nobody before it is right.
 * @throws TooMany when the address has tried too often.
 */
export async function countAddressAttempt(ip: string): Promise<void> {
  await take(limits.address, networkOf(ip));
}

/** The try was right: the address gets its point back. */
export async function forgiveAddressAttempt(ip: string): Promise<void> {
  await withReserve(() => rateLimiter(limits.address).reward(networkOf(ip)));
}

/** Who tries a code after the password was right. */
export type CodeTry = Attempt;

/**
 * Counts one try at the second step, by the rules for passwords but with counters of its own: a
 * password that was right opens no new row of tries.
 * @throws TooMany
 */
export async function countCodeAttempt(attempt: CodeTry): Promise<void> {
  await take(limits.address, networkOf(attempt.ip));
  const { limit, key } = codeCounter(attempt);
  await take(limit, key);
}

/** The second step was right: its counter starts anew, and the address gets its point back. */
export async function forgiveCodeAttempts(attempt: CodeTry): Promise<void> {
  const { limit, key } = codeCounter(attempt);
  await withReserve(() => rateLimiter(limit).delete(key));
  await withReserve(() => rateLimiter(limits.address).reward(networkOf(attempt.ip)));
}

/**
 * Counts one request for a new password. Says false where the account has had enough of them; the
 * answer must look the same.
 * @throws TooMany when the address has asked for too many.
 */
export async function countForgotten(email: string, ip: string): Promise<boolean> {
  await take(limits.forgottenAddress, networkOf(ip));
  return isLeft(limits.forgottenAccount, accountKey(email));
}

/**
 * Counts one request for a link to sign in by. Says false where the account has had enough of them;
 * the answer must look the same. On a device they have used before, the owner has a counter of
 * their own, so that nobody else can use it up.
 * @throws TooMany when the address has asked for too many.
 */
export async function countLinkRequest({ email, ip, knownDevice }: Attempt): Promise<boolean> {
  await take(limits.linkAddress, networkOf(ip));
  return knownDevice
    ? isLeft(limits.linkDevice, hashed(knownDevice))
    : isLeft(limits.linkAccount, accountKey(email));
}

/**
 * Counts one try at confirming a change with the present password.
 * @throws TooMany
 */
export async function countConfirmation(userId: number): Promise<void> {
  await take(limits.confirm, String(userId));
}

/** The present password was right: the counter starts anew. */
export async function forgiveConfirmations(userId: number): Promise<void> {
  await rateLimiter(limits.confirm).delete(String(userId));
}

function ownCounter({ email, knownDevice }: Attempt): { limit: RateLimit; key: string } {
  return knownDevice
    ? { limit: limits.device, key: hashed(knownDevice) }
    : { limit: limits.account, key: accountKey(email) };
}

function codeCounter({ email, knownDevice }: CodeTry): { limit: RateLimit; key: string } {
  return knownDevice
    ? { limit: limits.codeDevice, key: hashed(knownDevice) }
    : { limit: limits.codeAccount, key: accountKey(email) };
}

async function isLeft(limit: RateLimit, key: string): Promise<boolean> {
  const left = await rateLimiter(limit).consume(key).catch(refused);
  return !(left instanceof TooMany);
}

async function take(limit: RateLimit, key: string): Promise<void> {
  const outcome = await withReserve(() => rateLimiter(limit).consume(key)).catch(refused);
  if (outcome instanceof TooMany) throw outcome;
}

function refused(reason: unknown): TooMany {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  const seconds = Math.max(1, Math.ceil(reason.msBeforeNext / second));
  const count = Math.ceil(seconds / 60);
  return new TooMany(seconds, { key: 'accounts.too_many', values: { count } });
}

/** Addresses do not stand in the table of counters. */
function accountKey(email: string): string {
  return hashed(emailKey(email));
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Whoever has one IPv6 address has its whole /64. */
function networkOf(ip: string): string {
  return ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip;
}
