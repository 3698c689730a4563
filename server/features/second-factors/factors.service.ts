import { note } from '../../core/audit/index.js';
import { lockRow } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Invalid, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  changeUser,
  endBegunSignIns,
  endSessions,
  lookUpUser,
  type UserRow,
} from '../accounts/index.js';
import { deleteAuthenticator, lookUpAuthenticator } from './authenticators.queries.js';
import { deletePasskeysOf, hasPasskey } from './passkeys.queries.js';
import { codesAtOnce, hashRecoveryCode, newRecoveryCode } from './recovery-code.js';
import { deleteRecoveryCodes, replaceRecoveryCodes } from './recovery-codes.queries.js';
import { type Alert, secondFactorEmail } from './second-factors.emails.js';
import { secondFactorTurnedOff, secondFactorTurnedOn } from './second-factors.events.js';

/** Who changes their own second factors, and from where. */
export interface Change {
  actor: Actor;
  userAgent: string;
  /** The session that goes on. */
  token: string | undefined;
}

/** Who resets the second factors of another: a person, or nobody by name where it is done on the server itself. */
export interface ResetBy {
  workspaceId: number;
  name: string | null;
}

/** What the message about a change says. */
export interface Told {
  alert: Alert;
  values?: Record<string, unknown>;
}

/** The account of who changes something; nobody else changes it until the transaction ends. @throws NotFound */
export async function lockedAccount({ actor }: Change): Promise<UserRow> {
  await lockRow('users', actor.userId);
  const user = await lookUpUser(actor.userId);
  if (!user) throw new NotFound();
  return user;
}

/**
 * What follows from a factor that was added, in its transaction: with the first of them a password
 * alone no longer lets anybody in, other sessions end, and recovery codes are made. Returns these,
 * to be shown once.
 */
export async function afterAddition(user: UserRow, change: Change, told: Told): Promise<string[]> {
  await tell(user, change, told);
  if (user.second_factor_at !== null) return [];
  await changeUser(user.id, { second_factor_at: now() });
  await endSessions(user.id, 'second_factor', { exceptToken: change.token });
  await endBegunSignIns(user.id);
  await publish(secondFactorTurnedOn, announcement(user, change));
  return makeRecoveryCodes(user.id);
}

/**
 * What follows from a factor that was taken away, in its transaction: after the last of them, the
 * password alone lets its owner in again.
 * @throws Invalid {''} where a role needs one.
 */
export async function afterRemoval(user: UserRow, change: Change, told: Told): Promise<void> {
  if ((await lookUpAuthenticator(user.id)) || (await hasPasskey(user.id)))
    return tell(user, change, told);
  if (change.actor.needsSecondFactor) throw new Invalid({ '': 'second_factors.errors.needed' });
  await forgetFactors(user.id);
  await publish(secondFactorTurnedOff, announcement(user, change));
  await tell(user, change, { alert: 'off' });
}

/**
 * Takes all second factors of somebody away, for one who has lost them: every session of theirs and
 * every sign-in half done end with it. Who may do that is decided by the caller.
 */
export async function resetSecondFactors(user: UserRow, by: ResetBy): Promise<void> {
  // First the row that all others refer to, as every change of factors does.
  await lockRow('users', user.id);
  await forgetFactors(user.id);
  await endSessions(user.id, 'second_factor');
  const { workspaceId, name } = by;
  if (name === null) {
    await secondFactorEmail('reset_by_host', { user, workspaceId });
    const subject = { type: 'user', id: user.id, name: user.name };
    await note({ action: 'user.second_factor_reset', workspaceId, subject });
  } else await secondFactorEmail('reset', { user, workspaceId, values: { name } });
}

/** Gives somebody new recovery codes in place of those before, and returns them. */
export async function makeRecoveryCodes(userId: number): Promise<string[]> {
  const codes = Array.from({ length: codesAtOnce }, newRecoveryCode);
  const hashes = codes.map((code) => hashRecoveryCode(userId, code));
  await replaceRecoveryCodes(userId, hashes, now());
  return codes;
}

/** Forgets every second factor of somebody, and that they need one to come in. */
export async function forgetFactors(userId: number): Promise<void> {
  await deleteAuthenticator(userId);
  await deletePasskeysOf(userId);
  await deleteRecoveryCodes(userId);
  await endBegunSignIns(userId);
  await changeUser(userId, { second_factor_at: null });
}

/** Tells the owner by mail. */
export async function tell(
  user: UserRow,
  { actor, userAgent }: Pick<Change, 'actor' | 'userAgent'>,
  { alert, values = {} }: Told,
): Promise<void> {
  await secondFactorEmail(alert, { user, workspaceId: actor.workspaceId, userAgent, values });
}

function announcement({ id, name }: UserRow, { actor }: Change) {
  const subject = { type: 'user', id };
  return { actor, subject, visibility: 'internal' as const, data: { name }, audit: { name } };
}
