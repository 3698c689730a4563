import { insertRow, table } from '../../core/database/index.js';

/** A passkey: what of it is public, and how it is called. */
export interface PasskeyRow {
  id: number;
  user_id: number;
  name: string;
  /** The credential's id, as its device knows it. */
  credential: string;
  /** Hash of the credential's id, by which it is found. */
  credential_hash: string;
  /** Base64url. */
  public_key: string;
  /** How often it was used, as far as its device counts. */
  counter: number;
  created_at: number;
  used_at: number | null;
}

/** The passkeys of a user, oldest first. */
export async function listPasskeys(user_id: number): Promise<PasskeyRow[]> {
  const rows = await table<PasskeyRow>('passkeys').where({ user_id }).orderBy('id').limit(100);
  return rows as PasskeyRow[];
}

/** Whether a user has a passkey. */
export async function hasPasskey(user_id: number): Promise<boolean> {
  const rows = await table<PasskeyRow>('passkeys').where({ user_id }).select('id').limit(1);
  return rows.length > 0;
}

/** A passkey by its credential's hash, or nothing. */
export async function lookUpPasskey(credential_hash: string): Promise<PasskeyRow | undefined> {
  const found = await table<PasskeyRow>('passkeys').where({ credential_hash }).first();
  return found as PasskeyRow | undefined;
}

/** A passkey of a user by its id, or nothing. */
export async function lookUpPasskeyOf(
  user_id: number,
  id: number,
): Promise<PasskeyRow | undefined> {
  const found = await table<PasskeyRow>('passkeys').where({ id, user_id }).first();
  return found as PasskeyRow | undefined;
}

/** Stores a passkey. @throws the database's own error when it is registered already. */
export async function insertPasskey(row: Omit<PasskeyRow, 'id'>): Promise<void> {
  await insertRow('passkeys', { ...row });
}

/**
 * Notes a use of a passkey. Says false when its counter has moved meanwhile: of two answers that
 * claim the same count, one comes from a copy of the device.
 */
export async function notePasskeyUse(
  { id, counter }: PasskeyRow,
  fresh: { counter: number; used_at: number },
): Promise<boolean> {
  const changed = await table<PasskeyRow>('passkeys').where({ id, counter }).update(fresh);
  return Number(changed) === 1;
}

/** Takes one passkey of a user away. */
export async function deletePasskey(user_id: number, id: number): Promise<void> {
  await table<PasskeyRow>('passkeys').where({ id, user_id }).delete();
}

/** Takes all passkeys of a user away. */
export async function deletePasskeysOf(user_id: number): Promise<void> {
  await table<PasskeyRow>('passkeys').where({ user_id }).delete();
}
