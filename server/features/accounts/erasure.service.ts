import { table } from '../../core/database/index.js';
import { removeLater } from '../../core/storage/index.js';
import { emailKey } from '../../core/text/index.js';
import { deletePendingOf } from './pending-sign-ins.queries.js';
import { endSessions } from './sessions.queries.js';
import { type UserRow, updateUser } from './users.queries.js';

/**
 * Takes everything personal out of an account, as part of the open transaction: the row stays, so
 * that what was done keeps its author, under another name. The address is free again after it.
 */
export async function eraseAccount(user: UserRow, formerName: string): Promise<void> {
  // The ending .invalid is nobody's, ever (RFC 2606): nothing can be sent there.
  const email = `former-${user.id}@erased.invalid`;
  await updateUser(user.id, {
    name: formerName,
    email,
    email_key: emailKey(email),
    password_hash: null,
    password_changed_at: null,
    must_change_password: 0,
    second_factor_at: null,
    photo_key: null,
    hue: 'slate',
    phone: null,
    job_title: null,
    timezone: null,
    locale: null,
    theme: 'auto',
    last_sign_in_at: null,
  });
  await endSessions(user.id, 'deactivated');
  await deletePendingOf(user.id);
  await table('account_tokens').where({ user_id: user.id }).delete();
  await table('sign_ins').where({ user_id: user.id }).delete();
  if (user.photo_key) await removeLater(user.photo_key);
}
