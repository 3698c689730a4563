import { Invalid } from '../../core/http/index.js';
import { countConfirmation, forgiveConfirmations } from './attempts.js';
import { verifyPassword } from './hashing.js';
import type { UserRow } from './users.queries.js';

/**
 * Asks for the present password before something that a borrowed session must not do (ASVS 7.5.1).
 * @throws Invalid {current_password}, TooMany after some wrong ones.
 */
export async function confirmWithPassword(user: UserRow, password: string): Promise<void> {
  await countConfirmation(user.id);
  if (!(await verifyPassword(user.password_hash, password)))
    throw new Invalid({ current_password: 'accounts.security.wrong_password' });
  await forgiveConfirmations(user.id);
}
