import { insertRow, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';

/** An account at Google that signs somebody in. */
export interface GoogleAccountRow {
  id: number;
  user_id: number;
  subject: string;
  /** As Google told it when the account was connected; for people to read, never to find anybody by. */
  email: string;
  created_at: number;
}

/** Whom an account at Google signs in, or nothing. */
export async function lookUpBySubject(subject: string): Promise<GoogleAccountRow | undefined> {
  const found = await table<GoogleAccountRow>('google_accounts').where({ subject }).first();
  return found as GoogleAccountRow | undefined;
}

/** The account at Google of a user, or nothing. */
export async function lookUpByUser(user_id: number): Promise<GoogleAccountRow | undefined> {
  const found = await table<GoogleAccountRow>('google_accounts').where({ user_id }).first();
  return found as GoogleAccountRow | undefined;
}

/** Connects an account at Google with a user. */
export async function insertGoogleAccount(
  account: Pick<GoogleAccountRow, 'user_id' | 'subject' | 'email'>,
): Promise<void> {
  await insertRow('google_accounts', { ...account, created_at: now() });
}

/** Takes the account at Google of a user away; says whether there was one. */
export async function deleteGoogleAccount(user_id: number): Promise<boolean> {
  return Number(await table('google_accounts').where({ user_id }).delete()) > 0;
}
