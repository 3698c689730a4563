import { transaction, withReserve } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Invalid, type Message } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { noteOwn, noteRefusal } from './account-notes.service.js';
import { mailLocale, newDeviceEmail } from './accounts.emails.js';
import {
  type Attempt,
  countSignInAttempt,
  forgiveSignInAttempts,
  writeNothing,
} from './attempts.js';
import { deviceName } from './devices.js';
import { verifyPassword } from './hashing.js';
import { neighbours } from './neighbours.js';
import { type FirstStep, insertSignIn, type Origin, type SignInRow } from './sign-ins.queries.js';
import { lookUpUserByEmail, noteSignIn, type UserRow } from './users.queries.js';

const failed = { method: 'password', outcome: 'failed' } as const;

/** Somebody at the door. */
export interface SignInTry {
  email: string;
  password: string;
  origin: Origin;
  /** The mark of the browser, if this user has signed in on it before. */
  deviceOf(userId: number | undefined): string | undefined;
}

/** Somebody who may come in, and where they arrive. */
export interface SignedIn {
  user: UserRow;
  workspaceId: number;
  rightsVersion: number;
}

/**
 * Lets somebody in by e-mail and password. The answer and its time are the same for an address
 * that nobody has, for a wrong password and for an invitation not yet accepted.
 * @throws Invalid {''}, TooMany, Unavailable
 */
export async function signIn(tried: SignInTry): Promise<SignedIn> {
  const user = await lookUpUserByEmail(tried.email);
  const knownDevice = tried.deviceOf(user?.id);
  const attempt: Attempt = { email: tried.email, ip: tried.origin.ip, knownDevice };
  await countSignInAttempt(attempt);
  const isRight = await verifyPassword(user?.password_hash ?? null, tried.password);
  if (!user || !isRight) {
    await noteRefused(user, attempt, tried.origin);
    throw new Invalid({ '': 'accounts.sign_in.refused' });
  }
  const home = await neighbours().homeOf(user.id);
  if (!home || user.status !== 'active') {
    await transaction(async () => {
      await insertSignIn(user.id, tried.origin, failed);
      await noteRefusal(user, home?.workspaceId ?? null, 'no_access');
    });
    throw new Invalid({ '': await noAccessMessage(user, 'accounts.sign_in.no_access') });
  }
  await forgiveSignInAttempts(attempt);
  const isNew = knownDevice === undefined && user.last_sign_in_at !== null;
  // Whoever runs the system must come in to see that its disk is full.
  const how = { method: 'password', isNew } as const;
  await withReserve(() => recordFirstStep({ user, ...home }, tried.origin, how));
  return { user, ...home };
}

/** Why somebody whose proof is right cannot come in: their only workspace is archived, or they have none. */
export async function noAccessMessage(
  user: Pick<UserRow, 'id' | 'status'>,
  otherwise: string,
): Promise<Message> {
  const name = user.status === 'active' ? await neighbours().archivedHomeOf(user.id) : undefined;
  if (name === undefined) return otherwise;
  return { key: 'accounts.sign_in.archived', values: { name } };
}

/** Whether a password alone does not let somebody in. */
export function needsSecondStep(user: Pick<UserRow, 'second_factor_at'>): boolean {
  return user.second_factor_at !== null;
}

/** Notes that somebody has come in, unless they have a second step to take: then they have not yet. */
export async function recordFirstStep(
  signedIn: Pick<SignedIn, 'user' | 'workspaceId'>,
  origin: Origin,
  how: { method: FirstStep; isNew: boolean },
): Promise<void> {
  if (!needsSecondStep(signedIn.user)) await recordSignIn(signedIn, origin, how);
}

/** Notes that somebody has come in; on a device never seen before, a mail tells them. */
export async function recordSignIn(
  { user, workspaceId }: Pick<SignedIn, 'user' | 'workspaceId'>,
  origin: Origin,
  how: { method: SignInRow['method']; firstStep?: FirstStep | undefined; isNew: boolean },
): Promise<void> {
  await transaction(async () => {
    // The user's row first: a row that refers to it shares its lock on MySQL, and two who share it
    // and then both want to change it would wait for each other.
    await noteSignIn(user.id, now());
    const { method, firstStep } = how;
    await insertSignIn(user.id, origin, { method, firstStep, outcome: 'success' });
    await noteOwn('user.signed_in', user, workspaceId, {
      after: { sign_in: method, ...(firstStep && { first_step: firstStep }) },
    });
    if (!how.isNew) return;
    const device = deviceName(origin.userAgent, translatorFor(mailLocale(user, workspaceId)));
    await newDeviceEmail({ user, workspaceId }, { moment: now(), device, ip: origin.ip });
  });
}

/** Takes the same steps for an address that nobody has, so that it takes the same time (CVE 28). */
async function noteRefused(user: UserRow | undefined, attempt: Attempt, origin: Origin) {
  const home = await neighbours().homeOf(user?.id ?? 0);
  await withReserve(() =>
    transaction(async () => {
      await (user ? insertSignIn(user.id, origin, failed) : writeNothing(attempt));
      await (user
        ? noteRefusal(user, home?.workspaceId ?? null, 'wrong_password')
        : writeNothing(attempt));
    }),
  );
}
