import { hashToken, newToken } from '../../core/crypto/index.js';
import { withReserve } from '../../core/database/index.js';
import { minute, now } from '../../core/dates/index.js';
import {
  deletePending,
  deletePendingOf,
  insertPendingSignIn,
  lookUpPending,
  type PendingSignInRow,
} from './pending-sign-ins.queries.js';
import type { Identified } from './sign-in.service.js';
import type { FirstStep } from './sign-ins.queries.js';
import { revokeTokens } from './tokens.queries.js';
import { lookUpUser, type UserRow } from './users.queries.js';

/** A first step that was right opens the second step for this long (ms). */
export const pendingLife = 5 * minute;

/** A sign-in that waits for its second step, and whose it is. */
export interface PendingSignIn {
  user: UserRow;
  row: PendingSignInRow;
}

/** Where a sign-in goes on: whether the device is remembered, and the page that was asked for. */
export interface Onward {
  isRemembered: boolean;
  next: string;
}

/** The same, with what was proved. */
export interface FirstStepTaken extends Onward {
  first: FirstStep;
}

/** Notes that somebody's first step was right, and returns the token that their browser keeps. */
export async function beginPending(
  { user, workspaceId, rightsVersion }: Identified,
  { isRemembered, next, first }: FirstStepTaken,
): Promise<string> {
  const token = newToken();
  const moment = now();
  // Whoever runs the system must come in to see that its disk is full.
  await withReserve(() =>
    insertPendingSignIn({
      token_hash: hashToken(token),
      user_id: user.id,
      workspace_id: workspaceId,
      rights_version: rightsVersion,
      is_remembered: isRemembered ? 1 : 0,
      next_path: next,
      first_step: first,
      created_at: moment,
      expires_at: moment + pendingLife,
    }),
  );
  return token;
}

/**
 * The sign-in that waits under a token; nothing when it is unknown, used or too old, or when the
 * account has changed in a way that asks for a new beginning.
 */
export async function findPending(token: string | undefined): Promise<PendingSignIn | undefined> {
  const row = token ? await lookUpPending(hashToken(token)) : undefined;
  if (!row || row.expires_at <= now()) return undefined;
  const user = await lookUpUser(row.user_id);
  if (user?.status !== 'active' || user.second_factor_at === null) return undefined;
  return (user.password_changed_at ?? 0) > row.created_at ? undefined : { user, row };
}

/** Uses a sign-in that waits up: of two answers at one moment only one comes in. */
export async function takePending({ row }: PendingSignIn): Promise<boolean> {
  return withReserve(() => deletePending(row.id));
}

/**
 * Everything of a user that would let somebody in and has not yet ends: sign-ins that wait for their
 * second step, and links sent to sign in by.
 */
export async function endBegunSignIns(userId: number): Promise<void> {
  await deletePendingOf(userId);
  await revokeTokens(userId, 'sign-in');
}
