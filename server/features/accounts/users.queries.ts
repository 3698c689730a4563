import {
  inParts,
  insertRow,
  insertRowsBy,
  type Query,
  raw,
  table,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Hue } from '../../core/permissions/index.js';
import { emailKey } from '../../core/text/index.js';

/** One person with one login for the installation. */
export interface UserRow {
  id: number;
  name: string;
  email: string;
  /** The e-mail as it is compared: NFC, lower case, byte by byte. */
  email_key: string;
  status: 'pending' | 'active' | 'inactive';
  /** Rises with every change, so that the next request loads the person anew. */
  version: number;
  password_hash: string | null;
  password_changed_at: number | null;
  must_change_password: number;
  /** Since when a password alone does not let them in (ms UTC), or null. */
  second_factor_at: number | null;
  photo_key: string | null;
  hue: Hue;
  phone: string | null;
  job_title: string | null;
  /** Null where the workspace's own counts. */
  timezone: string | null;
  /** Null where the workspace's own counts. */
  locale: string | null;
  theme: 'auto' | 'light' | 'dark';
  created_at: number;
  updated_at: number;
  last_sign_in_at: number | null;
  deactivated_at: number | null;
  /** Since when (ms UTC) they are in the trash or erased, or null: no list shows them then. */
  deleted_at: number | null;
}

/** The user of an id, or nothing. */
export async function lookUpUser(id: number): Promise<UserRow | undefined> {
  return (await table<UserRow>('users').where({ id }).first()) as UserRow | undefined;
}

/** The user who signs in with this address, however its letters are cased; or nothing. */
export async function lookUpUserByEmail(email: string): Promise<UserRow | undefined> {
  const found = await table<UserRow>('users')
    .where({ email_key: emailKey(email) })
    .first();
  return found as UserRow | undefined;
}

/** Ids of those who are in the trash or erased, for queries that must not find them. */
export function deletedUserIds(): Query<{ id: number }> {
  return table<UserRow>('users').whereNotNull('deleted_at').select('id') as Query<{ id: number }>;
}

/** Whether an address belongs to somebody. */
export async function isEmailTaken(email: string): Promise<boolean> {
  const rows = await table('users')
    .where({ email_key: emailKey(email) })
    .select('id')
    .limit(1);
  return rows.length > 0;
}

/** Inserts a user and returns the id. @throws the database's own error when the e-mail is taken. */
export function insertUser(row: Omit<UserRow, 'id'>): Promise<number> {
  return insertRow('users', { ...row });
}

/** Inserts users; returns their ids by the keys of their addresses. @throws as insertUser() does. */
export function insertUsers(rows: readonly Omit<UserRow, 'id'>[]): Promise<Map<string, number>> {
  const all = rows.map((row) => ({ ...row }));
  return insertRowsBy('users', all, 'email_key');
}

/** The users of some ids, by id. */
export async function lookUpUsers(ids: readonly number[]): Promise<Map<number, UserRow>> {
  const users = new Map<number, UserRow>();
  for (const part of inParts(ids)) {
    const rows = (await table<UserRow>('users').whereIn('id', part)) as UserRow[];
    for (const row of rows) users.set(row.id, row);
  }
  return users;
}

/** Changes columns of a user; the version rises with them. */
export async function updateUser(
  id: number,
  changes: Partial<Omit<UserRow, 'id' | 'version'>>,
): Promise<void> {
  await table('users')
    .where({ id })
    .update({ ...changes, version: raw('version + 1'), updated_at: now() });
}

/** Notes a sign-in; nothing that an actor is made of changes, so the version stays. */
export async function noteSignIn(id: number, moment: number): Promise<void> {
  await table('users').where({ id }).update({ last_sign_in_at: moment });
}

/** Which of some storage keys are photos of somebody. */
export async function knownPhotos(keys: readonly string[]): Promise<string[]> {
  return (await table('users')
    .whereIn('photo_key', [...keys])
    .pluck('photo_key')) as string[];
}
