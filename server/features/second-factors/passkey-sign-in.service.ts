import { transaction } from '../../core/database/index.js';
import { Invalid } from '../../core/http/index.js';
import {
  countAddressAttempt,
  forgiveAddressAttempt,
  type Identified,
  insertSignIn,
  lookUpUser,
  neighbours,
  noAccessMessage,
  noteRefusal,
  type Origin,
} from '../accounts/index.js';
import { type Answered, usePasskey } from './passkeys.service.js';
import { countTry, forgiveTry, refuse, type SecondStepTry } from './second-step.service.js';

/**
 * Lets somebody in by a passkey alone: it was there, and it knew its owner, which is both factors.
 * @throws Invalid {''}, TooMany
 */
export async function signInByPasskey(answered: Answered, origin: Origin): Promise<Identified> {
  await countAddressAttempt(origin.ip);
  const passkey = await usePasskey(answered, 'sign-in', null);
  const user = passkey && (await lookUpUser(passkey.user_id));
  if (!user) throw new Invalid({ '': 'second_factors.errors.passkey' });
  const home = user.status === 'active' ? await neighbours().homeOf(user.id) : undefined;
  if (!home) {
    await transaction(async () => {
      await insertSignIn(user.id, origin, { method: 'passkey', outcome: 'failed' });
      await noteRefusal(user, null, 'no_access');
    });
    throw new Invalid({ '': await noAccessMessage(user, 'second_factors.errors.no_access') });
  }
  await forgiveAddressAttempt(origin.ip);
  return { user, ...home };
}

/**
 * Takes a passkey as the second step.
 * @throws Invalid {code}, TooMany
 */
export async function checkPasskey(tried: SecondStepTry, answered: Answered): Promise<void> {
  await countTry(tried);
  if (!(await usePasskey(answered, 'second-step', tried.user.id)))
    return refuse(tried, 'passkey', 'second_factors.errors.passkey');
  await forgiveTry(tried);
}
