import { transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Invalid } from '../../core/http/index.js';
import { setting } from '../../core/settings/index.js';
import { noteOwn } from './account-notes.service.js';
import { passwordChangedEmail } from './accounts.emails.js';
import { hashPassword, verifyPassword } from './hashing.js';
import { neighbours } from './neighbours.js';
import { checkPassword } from './password-policy.js';
import { endSessions } from './sessions.queries.js';
import type { UserRow } from './users.queries.js';
import { changeUser } from './users.service.js';

/** How a password is changed. */
export interface PasswordChange {
  /** What the mail says it was changed from. */
  device: string;
  /** The session that goes on; all others end. */
  exceptToken?: string | undefined;
  /** Whether a link let them do it instead of the present password. */
  isByLink?: true;
  /** What must succeed for the password to change, in the same transaction. */
  before?: () => Promise<void>;
}

/**
 * Gives a user another password: other sessions and every link end at once, and a mail says so.
 * @throws Invalid {password} when it is too weak or the one they have.
 */
export async function changePassword(
  user: UserRow,
  password: string,
  change: PasswordChange,
): Promise<void> {
  const home = await neighbours().homeOf(user.id);
  await checkPassword(password, passwordWords(user, home?.workspaceId));
  if (await verifyPassword(user.password_hash, password))
    throw new Invalid({ password: 'errors.password_same' });
  // Hashing takes its time: nothing slow belongs into a transaction.
  const password_hash = await hashPassword(password);
  await transaction(async () => {
    await change.before?.();
    await changeUser(user.id, { password_hash, must_change_password: 0 });
    await endSessions(user.id, 'password', { exceptToken: change.exceptToken });
    const action = change.isByLink ? 'user.password_reset' : 'user.password_changed';
    await noteOwn(action, user, home?.workspaceId ?? null);
    if (home) {
      const letter = { user, workspaceId: home.workspaceId };
      await passwordChangedEmail(letter, { moment: now(), device: change.device });
    }
  });
}

/** What a guesser would try first for this person. */
export function passwordWords(
  user: { name: string; email: string },
  workspaceId: number | undefined,
): string[] {
  const agency = workspaceId === undefined ? [] : [setting(workspaceId, 'general.name')];
  return [user.name, user.email, ...agency];
}
