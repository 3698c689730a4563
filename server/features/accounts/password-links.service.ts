import { note } from '../../core/audit/index.js';
import { transaction } from '../../core/database/index.js';
import { day, hour, now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import { passwordResetEmail, type Welcome, welcomeEmail } from './accounts.emails.js';
import { neighbours } from './neighbours.js';
import { changePassword } from './passwords.service.js';
import { siteAddress } from './site-address.js';
import type { TokenRow } from './tokens.queries.js';
import { issueAccountToken, lookUpLiveToken, takeAccountToken } from './tokens.service.js';
import { lookUpUser, lookUpUserByEmail, type UserRow } from './users.queries.js';

/** A link to a new password works for this long (ASVS 6.4.3); the first link for somebody longer. */
const resetLife = hour;
const welcomeLife = 7 * day;
const kinds = ['reset-password', 'set-password'] as const;

/** A link that was mailed; shown once for copying where no mail can be sent. */
export interface SentLink {
  link: string;
}

/** Mails a user the link to choose a new password; links sent before die. */
export async function sendPasswordReset(user: UserRow, workspaceId: number): Promise<SentLink> {
  return transaction(async () => {
    const expiresAt = now() + resetLife;
    const token = await issueAccountToken(user.id, 'reset-password', resetLife);
    await passwordResetEmail({ user, workspaceId }, token, expiresAt);
    return { link: siteAddress(`/reset-password/${token}`) };
  });
}

/**
 * Tells somebody whose account was made with an initial password that it is there, with a link to
 * set their own: the password itself is never mailed.
 */
export async function sendWelcome(
  user: UserRow,
  workspaceId: number,
  welcome: Welcome,
): Promise<SentLink> {
  return transaction(async () => {
    const expiresAt = now() + welcomeLife;
    const token = await issueAccountToken(user.id, 'set-password', welcomeLife);
    await welcomeEmail({ user, workspaceId }, { ...welcome, token, expiresAt });
    return { link: siteAddress(`/reset-password/${token}`) };
  });
}

/**
 * What happens when somebody says they forgot their password: a mail if there is such an account
 * and it may sign in, nothing if not. Runs after the answer, which is the same for both (CVE 28).
 */
export async function answerForgottenPassword(email: string): Promise<void> {
  const user = await lookUpUserByEmail(email);
  if (user?.status !== 'active') return;
  const home = await neighbours().homeOf(user.id);
  if (!home) return;
  await transaction(async () => {
    await sendPasswordReset(user, home.workspaceId);
    await note({
      action: 'user.reset_asked',
      workspaceId: home.workspaceId,
      actor: 'nobody',
      subject: { type: 'user', id: user.id, name: user.name },
    });
  });
}

/** Whose link this is, while it can still be used; nothing otherwise. */
export async function lookUpPasswordLink(
  token: string,
): Promise<{ user: UserRow; link: TokenRow } | undefined> {
  for (const kind of kinds) {
    const link = await lookUpLiveToken(kind, token);
    const user = link && (await lookUpUser(link.user_id));
    if (link && user?.status === 'active') return { user, link };
  }
  return undefined;
}

/**
 * Sets the password of whoever a link belongs to. The link, every other link and every session of
 * theirs end with it.
 * @throws NotFound when the link is dead; Invalid {password}
 */
export async function resetPassword(
  token: string,
  password: string,
  from: { device: string },
): Promise<UserRow> {
  const found = await lookUpPasswordLink(token);
  if (!found) throw new NotFound();
  const { user, link } = found;
  await changePassword(user, password, {
    device: from.device,
    isByLink: true,
    before: async () => {
      await takeAccountToken(link.kind, token);
    },
  });
  return user;
}
