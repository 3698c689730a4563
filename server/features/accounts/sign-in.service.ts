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

/** Somebody who has proved something, and where they arrive. */
export interface Identified {
  user: UserRow;
  workspaceId: number;
  rightsVersion: number;
}

/** The same, when what came in is noted. */
export interface SignedIn extends Identified {
  /** The sign-in that is noted; null where a second step must come first. */
  signInId: number | null;
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
  return withReserve(() => recordFirstStep({ user, ...home }, tried.origin, how));
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
  coming: Identified,
  origin: Origin,
  how: { method: FirstStep; isNew: boolean },
): Promise<SignedIn> {
  const isIn = !needsSecondStep(coming.user);
  return { ...coming, signInId: isIn ? await recordSignIn(coming, origin, how) : null };
}

/** Notes that somebody has come in; on a device never seen before, a mail tells them. Returns the id of the note. */
export async function recordSignIn(
  { user, workspaceId }: Identified,
  origin: Origin,
  how: { method: SignInRow['method']; firstStep?: FirstStep | undefined; isNew: boolean },
): Promise<number> {
  return transaction(async () => {
    // The user's row first: a row that refers to it shares its lock on MySQL, and two who share it
    // and then both want to change it would wait for each other.
    await noteSignIn(user.id, now());
    const { method, firstStep } = how;
    const id = await insertSignIn(user.id, origin, { method, firstStep, outcome: 'success' });
    await noteOwn('user.signed_in', user, workspaceId, {
      after: { sign_in: method, ...(firstStep && { first_step: firstStep }) },
    });
    if (how.isNew) {
      const device = deviceName(origin.userAgent, translatorFor(mailLocale(user, workspaceId)));
      await newDeviceEmail({ user, workspaceId }, { moment: now(), device, ip: origin.ip });
    }
    return id;
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
