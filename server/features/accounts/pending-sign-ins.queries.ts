import { insertRow, table } from '../../core/database/index.js';
import type { FirstStep } from './sign-ins.queries.js';

/** Somebody whose first step was right and who has yet to take the second one. */
export interface PendingSignInRow {
  id: number;
  /** The browser's token is known only by its hash. */
  token_hash: string;
  user_id: number;
  workspace_id: number;
  rights_version: number;
  is_remembered: number;
  next_path: string;
  first_step: FirstStep;
  created_at: number;
  expires_at: number;
}

/** Stores a sign-in that waits. */
export async function insertPendingSignIn(row: Omit<PendingSignInRow, 'id'>): Promise<void> {
  await insertRow('pending_sign_ins', { ...row });
}

/** A sign-in that waits, by its token's hash; or nothing. */
export async function lookUpPending(token_hash: string): Promise<PendingSignInRow | undefined> {
  const found = await table<PendingSignInRow>('pending_sign_ins').where({ token_hash }).first();
  return found as PendingSignInRow | undefined;
}

/** Takes a sign-in that waits away; says whether it was this call that did. */
export async function deletePending(id: number): Promise<boolean> {
  return Number(await table<PendingSignInRow>('pending_sign_ins').where({ id }).delete()) === 1;
}

/** Takes all sign-ins of a user away that wait: they have to begin anew. */
export async function deletePendingOf(user_id: number): Promise<void> {
  await table<PendingSignInRow>('pending_sign_ins').where({ user_id }).delete();
}

/** Removes sign-ins that waited until before a moment (ms UTC). */
export async function deleteOldPending(before: number): Promise<void> {
  await table<PendingSignInRow>('pending_sign_ins').where('expires_at', '<', before).delete();
}
