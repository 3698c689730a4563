import { transaction } from '../../core/database/index.js';
import { type AuditedKind, publish } from '../../core/events/index.js';
import { Conflict, Forbidden, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  changeUser,
  checkPassword,
  endSessions,
  generatePassword,
  hashPassword,
  lookUpUser,
  passwordSetEmail,
  passwordWords,
  sendPasswordReset,
  type UserRow,
} from '../accounts/index.js';
import { invite, revoke } from '../invitations/index.js';
import { mayChangeUser } from '../memberships/index.js';
import { resetSecondFactors } from '../second-factors/index.js';
import { userPasswordSet, userResetSent, userSecondFactorReset } from './people.events.js';
import type { PersonRow } from './people.queries.js';

/**
 * Invites somebody anew: the link before dies, the mail goes out, the link is returned for copying.
 * @throws Forbidden; Conflict when nobody waits for an invitation.
 */
export async function renewInvitation(actor: Actor, person: PersonRow): Promise<string> {
  return (await invite(actor, person.membership_id)).link;
}

/**
 * Takes the open invitation of somebody back.
 * @throws Forbidden
 */
export async function withdrawInvitation(actor: Actor, person: PersonRow): Promise<void> {
  await revoke(actor, person.membership_id);
}

/**
 * Mails somebody a link to choose a new password and returns it for copying (S018).
 * @throws Forbidden (PRODUCT 3.1.4); Conflict when they cannot sign in anyway.
 */
export async function sendResetLink(actor: Actor, person: PersonRow): Promise<string> {
  return transaction(async () => {
    const user = await requireActive(actor, person);
    const { link } = await sendPasswordReset(user, actor.workspaceId);
    await announce(userResetSent, actor, user);
    return link;
  });
}

/**
 * Gives somebody a new password, typed or made here, which they must change when they next sign
 * in. Their sessions and links end at once. Returns the password, to be shown once.
 * @throws Forbidden (PRODUCT 3.1.4); Conflict when they cannot sign in anyway; Invalid {password}
 */
export async function setPassword(
  actor: Actor,
  person: PersonRow,
  typed: string | null,
): Promise<string> {
  await requireActive(actor, person);
  if (typed !== null) await checkPassword(typed, passwordWords(person, actor.workspaceId));
  const password = typed ?? generatePassword();
  // Hashing takes its time: nothing slow belongs into a transaction.
  const password_hash = await hashPassword(password);
  await transaction(async () => {
    const user = await requireActive(actor, person);
    await changeUser(user.id, { password_hash, must_change_password: 1 });
    await endSessions(user.id, 'password');
    await passwordSetEmail({ user, workspaceId: actor.workspaceId }, actor.name);
    await announce(userPasswordSet, actor, user);
  });
  return password;
}

/**
 * Takes the second factors of somebody who has lost them away; they are told by mail.
 * @throws Forbidden (PRODUCT 3.1.4); Conflict when they have none.
 */
export async function resetSecondFactor(actor: Actor, person: PersonRow): Promise<void> {
  await transaction(async () => {
    const user = await requireOwn(actor, person);
    if (user.second_factor_at === null) throw new Conflict('people.errors.no_second_factor');
    await resetSecondFactors(user, actor);
    await announce(userSecondFactorReset, actor, user);
  });
}

async function requireOwn(actor: Actor, person: PersonRow): Promise<UserRow> {
  if (!(await mayChangeUser(actor, person.user_id, 'edit')))
    throw new Forbidden('memberships.errors.not_yours');
  const user = await lookUpUser(person.user_id);
  if (!user) throw new NotFound();
  return user;
}

async function requireActive(actor: Actor, person: PersonRow): Promise<UserRow> {
  const user = await requireOwn(actor, person);
  if (user.status !== 'active') throw new Conflict('people.errors.not_active');
  return user;
}

async function announce(
  kind: AuditedKind<{ name: string }>,
  actor: Actor,
  user: UserRow,
): Promise<void> {
  await publish(kind, {
    actor,
    subject: { type: 'user', id: user.id },
    visibility: 'internal',
    data: { name: user.name },
    audit: { name: user.name },
  });
}
