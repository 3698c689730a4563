import { insertRow, table } from '../../core/database/index.js';

/** For what a passkey is asked. */
export type Purpose = 'register' | 'sign-in' | 'second-step';

/** A question to a browser's passkeys that waits for its answer. */
export interface PasskeyChallengeRow {
  id: number;
  /** The browser's token is known only by its hash. */
  token_hash: string;
  purpose: Purpose;
  /** Whose passkey is asked for; null where the answer will tell. */
  user_id: number | null;
  challenge: string;
  expires_at: number;
}

/** Stores a question. */
export async function insertChallenge(row: Omit<PasskeyChallengeRow, 'id'>): Promise<void> {
  await insertRow('passkey_challenges', { ...row });
}

/** A question by its token's hash, or nothing. */
export async function lookUpChallenge(
  token_hash: string,
): Promise<PasskeyChallengeRow | undefined> {
  const found = await table<PasskeyChallengeRow>('passkey_challenges')
    .where({ token_hash })
    .first();
  return found as PasskeyChallengeRow | undefined;
}

/** Takes a question away; says whether it was this call that did: of two answers only one counts. */
export async function deleteChallenge(id: number): Promise<boolean> {
  return (
    Number(await table<PasskeyChallengeRow>('passkey_challenges').where({ id }).delete()) === 1
  );
}

/** Removes questions that waited until before a moment (ms UTC). */
export async function deleteOldChallenges(before: number): Promise<void> {
  await table<PasskeyChallengeRow>('passkey_challenges').where('expires_at', '<', before).delete();
}
