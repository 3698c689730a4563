import { decrypt } from '../../core/crypto/index.js';
import { transaction, withReserve } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Invalid } from '../../core/http/index.js';
import {
  type CodeTry,
  countCodeAttempt,
  forgiveCodeAttempts,
  insertSignIn,
  neighbours,
  noteRefusal,
  type Origin,
  type UserRow,
} from '../accounts/index.js';
import { lookUpAuthenticator, useStep } from './authenticators.queries.js';
import { hashRecoveryCode } from './recovery-code.js';
import { countRecoveryCodes, useRecoveryCode } from './recovery-codes.queries.js';
import { secondFactorEmail } from './second-factors.emails.js';
import { stepOf } from './totp.js';

/** Somebody whose password was right and who now tries the second step. */
export interface SecondStepTry {
  user: UserRow;
  workspaceId: number;
  origin: Origin;
  /** The mark of the browser, if this user has signed in on it before. */
  knownDevice: string | undefined;
}

/**
 * Takes a code of the authenticator app, once.
 * @throws Invalid {code} for one that is wrong or was used before; TooMany
 */
export async function checkAppCode(tried: SecondStepTry, code: string): Promise<void> {
  await countTry(tried);
  const app = await lookUpAuthenticator(tried.user.id);
  const step = app && stepOf(decrypt(app.secret), code, now());
  const isRight = app && step !== undefined && (await withReserve(() => useStep(app.id, step)));
  if (!isRight) return refuse(tried, 'code', 'second_factors.errors.code');
  await forgiveTry(tried);
}

/**
 * Takes a recovery code, once; its owner is told by mail.
 * @throws Invalid {code}; TooMany
 */
export async function checkRecoveryCode(tried: SecondStepTry, code: string): Promise<void> {
  await countTry(tried);
  const { user } = tried;
  const isRight = await withReserve(() =>
    transaction(async () => {
      if (!(await useRecoveryCode(user.id, hashRecoveryCode(user.id, code), now()))) return false;
      await tellOfUse(tried, await countRecoveryCodes(user.id));
      return true;
    }),
  );
  if (!isRight) return refuse(tried, 'recovery_code', 'second_factors.errors.recovery_code');
  await forgiveTry(tried);
}

/** Counts one try, before anything is looked at. @throws TooMany */
export async function countTry(tried: SecondStepTry): Promise<void> {
  await countCodeAttempt(attemptOf(tried));
}

/** The step was right: its counter starts anew. */
export async function forgiveTry(tried: SecondStepTry): Promise<void> {
  await forgiveCodeAttempts(attemptOf(tried));
}

/** Notes a try that was wrong. @throws Invalid {code} */
export async function refuse(
  { user, origin }: Pick<SecondStepTry, 'user' | 'origin'>,
  method: 'code' | 'recovery_code' | 'passkey',
  code: string,
): Promise<never> {
  const home = await neighbours().homeOf(user.id);
  await transaction(async () => {
    await insertSignIn(user.id, origin, { method, outcome: 'failed' });
    await noteRefusal(user, home?.workspaceId ?? null, 'wrong_second_step');
  });
  throw new Invalid({ code });
}

function attemptOf({ user, origin, knownDevice }: SecondStepTry): CodeTry {
  return { email: user.email, ip: origin.ip, knownDevice };
}

async function tellOfUse({ user, workspaceId, origin }: SecondStepTry, count: number) {
  const { userAgent } = origin;
  await secondFactorEmail('code_used', { user, workspaceId, userAgent, values: { count } });
}
