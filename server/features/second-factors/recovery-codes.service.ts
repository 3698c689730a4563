import { transaction } from '../../core/database/index.js';
import { Conflict } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type Change, lockedAccount, makeRecoveryCodes, tell } from './factors.service.js';
import { hashRecoveryCode } from './recovery-code.js';
import { countRecoveryCodes } from './recovery-codes.queries.js';

/**
 * Gives who asks new recovery codes; those before open nothing any more.
 * @throws Conflict without a second factor.
 */
export async function renewRecoveryCodes(change: Change): Promise<string[]> {
  return transaction(async () => {
    const user = await lockedAccount(change);
    if (user.second_factor_at === null) throw new Conflict('second_factors.errors.not_on');
    await tell(user, change, { alert: 'codes_renewed' });
    return makeRecoveryCodes(user.id);
  });
}

/** Whether these are all codes of who asks that can still be used. */
export async function areOwnCodes(actor: Actor, codes: readonly string[]): Promise<boolean> {
  const hashes = new Set(codes.map((code) => hashRecoveryCode(actor.userId, code)));
  return (await countRecoveryCodes(actor.userId, [...hashes])) === codes.length;
}
