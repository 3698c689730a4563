import { transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { Invalid, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { emailKey } from '../../core/text/index.js';
import { noteOwn } from './account-notes.service.js';
import { emailChangedEmail, emailConfirmationEmail } from './accounts.emails.js';
import { confirmWithPassword } from './confirmation.service.js';
import { neighbours } from './neighbours.js';
import { ownAccount } from './profile.service.js';
import { lookUpOpenToken, revokeTokens, type TokenRow } from './tokens.queries.js';
import { issueAccountToken, lookUpLiveToken, takeAccountToken } from './tokens.service.js';
import { isEmailTaken, lookUpUser, type UserRow } from './users.queries.js';
import { changeUser } from './users.service.js';

/** A new address has a day to be confirmed. */
const life = day;

/**
 * Begins a change of one's own e-mail: the new address gets a link, and nothing changes before it
 * is used. Where the address belongs to somebody else, the answer is the same and no mail goes
 * out, so that nobody learns who has an account (CVE 28).
 * @throws Invalid {current_password} or {email}, TooMany
 */
export async function askForEmailChange(
  actor: Actor,
  input: { email: string; current_password: string },
): Promise<void> {
  const user = await ownAccount(actor);
  await confirmWithPassword(user, input.current_password);
  if (emailKey(input.email) === user.email_key) throw new Invalid({ email: 'profile.email.same' });
  const isTaken = await isEmailTaken(input.email);
  await transaction(async () => {
    const token = await issueAccountToken(user.id, 'confirm-email', life, input.email);
    if (isTaken) return;
    const letter = { user, workspaceId: actor.workspaceId };
    const change = { address: input.email, token, expiresAt: now() + life };
    await emailConfirmationEmail(letter, change);
  });
}

/**
 * Begins a change of somebody's e-mail by another, whose right to it was checked: the new address
 * gets a link, and nothing changes before it is used. Belongs into a transaction.
 * @throws Invalid {email} when somebody else has the address.
 */
export async function offerEmailChange(
  actor: Actor,
  user: UserRow,
  address: string,
): Promise<void> {
  if (await isEmailTaken(address)) throw new Invalid({ email: 'errors.email_taken' });
  const token = await issueAccountToken(user.id, 'confirm-email', life, address);
  const change = { address, token, expiresAt: now() + life, changer: actor.name };
  await emailConfirmationEmail({ user, workspaceId: actor.workspaceId }, change);
}

/** Takes back what waits to be confirmed as somebody's address; the right to it was checked. */
export async function withdrawEmailChange(userId: number): Promise<void> {
  await revokeTokens(userId, 'confirm-email');
}

/** The address that waits to be confirmed, or null. */
export async function pendingEmail(userId: number): Promise<string | null> {
  return (await lookUpOpenToken(userId, 'confirm-email', now()))?.email ?? null;
}

/** Takes back a change that waits to be confirmed. */
export async function cancelEmailChange(actor: Actor): Promise<void> {
  await revokeTokens(actor.userId, 'confirm-email');
}

/** Whose new address a link confirms, while it can still be used; nothing otherwise. */
export async function lookUpEmailLink(
  token: string,
): Promise<{ user: UserRow; link: TokenRow; email: string } | undefined> {
  const link = await lookUpLiveToken('confirm-email', token);
  const user = link && (await lookUpUser(link.user_id));
  if (!link?.email || user?.status !== 'active') return undefined;
  return { user, link, email: link.email };
}

/**
 * Makes the new address the one to sign in with; the old one is told. Links sent to the old
 * address die.
 * @throws NotFound when the link is dead; Invalid {email} when somebody else has taken the address.
 */
export async function confirmEmail(token: string): Promise<void> {
  const found = await lookUpEmailLink(token);
  if (!found) throw new NotFound();
  const { user, email } = found;
  const home = await neighbours().homeOf(user.id);
  await transaction(async () => {
    await takeAccountToken('confirm-email', token);
    await changeUser(user.id, { email });
    await noteOwn('user.email_changed', user, home?.workspaceId ?? null, {
      before: { email: user.email },
      after: { email },
    });
    if (home) await emailChangedEmail({ user, workspaceId: home.workspaceId }, email);
  });
}
