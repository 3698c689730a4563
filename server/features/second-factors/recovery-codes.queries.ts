import { insertRows, table } from '../../core/database/index.js';

/** A code for the day on which the second factor is lost; known only by its signature. */
export interface RecoveryCodeRow {
  id: number;
  user_id: number;
  code_hash: string;
  created_at: number;
  used_at: number | null;
}

/** Gives a user these codes in place of those before. */
export async function replaceRecoveryCodes(
  user_id: number,
  hashes: readonly string[],
  created_at: number,
): Promise<void> {
  await deleteRecoveryCodes(user_id);
  const rows = hashes.map((code_hash) => ({ user_id, code_hash, created_at, used_at: null }));
  await insertRows('recovery_codes', rows);
}

/** Uses a code up; says false when it is unknown or was used: of two tries at once only one counts. */
export async function useRecoveryCode(
  user_id: number,
  code_hash: string,
  used_at: number,
): Promise<boolean> {
  const changed = await table<RecoveryCodeRow>('recovery_codes')
    .where({ user_id, code_hash })
    .whereNull('used_at')
    .update({ used_at });
  return Number(changed) === 1;
}

/** How many of some codes are a user's and unused. */
export async function countRecoveryCodes(
  user_id: number,
  hashes?: readonly string[],
): Promise<number> {
  const rows = table<RecoveryCodeRow>('recovery_codes').where({ user_id }).whereNull('used_at');
  if (hashes) rows.whereIn('code_hash', [...hashes]);
  const row = await rows.count({ n: '*' }).first();
  return Number((row as { n?: unknown } | undefined)?.n ?? 0);
}

/** Takes a user's codes away. */
export async function deleteRecoveryCodes(user_id: number): Promise<void> {
  await table<RecoveryCodeRow>('recovery_codes').where({ user_id }).delete();
}
