import { hashToken, newToken } from '../../core/crypto/index.js';
import { isUniqueViolation, transaction, withReserve } from '../../core/database/index.js';
import { minute, now } from '../../core/dates/index.js';
import { Conflict, Invalid, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import { afterAddition, afterRemoval, type Change, lockedAccount } from './factors.service.js';
import {
  deleteChallenge,
  deleteOldChallenges,
  insertChallenge,
  lookUpChallenge,
  type Purpose,
} from './passkey-challenges.queries.js';
import { type PasskeySite, passkeySite } from './passkey-site.js';
import {
  deletePasskey,
  insertPasskey,
  listPasskeys,
  lookUpPasskey,
  lookUpPasskeyOf,
  notePasskeyUse,
  type PasskeyRow,
} from './passkeys.queries.js';
import type { PasskeyAnswer } from './second-factors.forms.js';
import {
  askForNewPasskey,
  askForPasskey,
  credentialHash,
  type Question,
  readNewPasskey,
  readPasskey,
} from './webauthn.js';

/** A question can be answered for this long (ms). */
export const challengeLife = 5 * minute;
/** More passkeys than anybody has devices. */
const mostPasskeys = 20;

/** A question for the browser, and the token by which its answer finds it. */
export interface Asked {
  options: object;
  token: string;
}

/** An answer as it came in, with the token of its browser. */
export interface Answered {
  answer: PasskeyAnswer;
  token: string | undefined;
}

/** Asks for a new passkey of who is signed in. @throws Conflict where the site can have none. */
export async function beginRegistration(actor: Actor): Promise<Asked> {
  const site = requireSite();
  const name = setting(actor.workspaceId, 'general.name');
  const known = await listPasskeys(actor.userId);
  const question = await askForNewPasskey({ ...site, name }, { ...actor, known });
  return keep(question, 'register', actor.userId);
}

/** Asks for a passkey: of one user, or any that the browser has. @throws Conflict where the site can have none. */
export async function beginUse(purpose: Purpose, userId: number | null): Promise<Asked> {
  const known = userId === null ? [] : await listPasskeys(userId);
  return keep(await askForPasskey(requireSite(), known), purpose, userId);
}

/**
 * Registers a passkey under a name. Returns recovery codes if it is the first second factor.
 * @throws Invalid {''} for an answer that is not right
 */
export async function registerPasskey(
  change: Change,
  { name, answer, token }: Answered & { name: string },
): Promise<string[]> {
  const { userId } = change.actor;
  const challenge = await take(token, 'register', userId);
  const made = challenge && (await readNewPasskey(requireSite(), challenge, answer));
  if (!made) throw new Invalid({ '': 'second_factors.errors.passkey_not_made' });
  return transaction(async () => {
    const user = await lockedAccount(change);
    if ((await listPasskeys(userId)).length >= mostPasskeys)
      throw new Invalid({ '': 'second_factors.errors.too_many_passkeys' });
    await orKnown(
      insertPasskey({
        user_id: userId,
        name,
        ...made,
        credential_hash: credentialHash(made.credential),
        created_at: now(),
        used_at: null,
      }),
    );
    return afterAddition(user, change, { alert: 'passkey_added', values: { name } });
  });
}

/**
 * The passkey whose answer is right, with its use noted; nothing when the answer is not right, or
 * belongs to another question or user.
 */
export async function usePasskey(
  { answer, token }: Answered,
  purpose: Purpose,
  userId: number | null,
): Promise<PasskeyRow | undefined> {
  const challenge = await take(token, purpose, userId);
  const passkey = await lookUpPasskey(credentialHash(answer.id));
  if (!challenge || !passkey || (userId !== null && passkey.user_id !== userId)) return undefined;
  const counter = await readPasskey(requireSite(), challenge, { answer, passkey });
  if (counter === undefined) return undefined;
  const isFirst = await withReserve(() => notePasskeyUse(passkey, { counter, used_at: now() }));
  return isFirst ? passkey : undefined;
}

/** A passkey of who asks. @throws NotFound */
export async function findOwnPasskey(actor: Actor, id: number): Promise<PasskeyRow> {
  const passkey = await lookUpPasskeyOf(actor.userId, id);
  if (!passkey) throw new NotFound();
  return passkey;
}

/**
 * Takes a passkey of who asks away.
 * @throws NotFound; Invalid {''} where it is the last and a role needs a second factor.
 */
export async function removePasskey(change: Change, id: number): Promise<void> {
  await transaction(async () => {
    const user = await lockedAccount(change);
    const { name } = await findOwnPasskey(change.actor, id);
    await deletePasskey(user.id, id);
    await afterRemoval(user, change, { alert: 'passkey_removed', values: { name } });
  });
}

/** Removes questions that nobody has answered. For the schedule. */
export async function cleanPasskeys(): Promise<void> {
  await deleteOldChallenges(now());
}

function requireSite(): PasskeySite {
  const site = passkeySite();
  if (!site) throw new Conflict('second_factors.errors.no_passkey_site');
  return site;
}

async function keep(
  { challenge, options }: Question,
  purpose: Purpose,
  user_id: number | null,
): Promise<Asked> {
  const token = newToken();
  const expires_at = now() + challengeLife;
  const row = { token_hash: hashToken(token), purpose, user_id, challenge, expires_at };
  await withReserve(() => insertChallenge(row));
  return { options, token };
}

/** The question behind a token, which is used up by it whatever the answer says. */
async function take(
  token: string | undefined,
  purpose: Purpose,
  userId: number | null,
): Promise<string | undefined> {
  const row = token ? await lookUpChallenge(hashToken(token)) : undefined;
  if (!row || !(await withReserve(() => deleteChallenge(row.id)))) return undefined;
  const isAsked = row.purpose === purpose && row.user_id === userId && row.expires_at > now();
  return isAsked ? row.challenge : undefined;
}

async function orKnown(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Invalid({ '': 'second_factors.errors.passkey_known' });
  }
}
