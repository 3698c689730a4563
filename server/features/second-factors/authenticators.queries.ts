import { insertRow, table } from '../../core/database/index.js';

/** Somebody's authenticator app. */
export interface AuthenticatorRow {
  id: number;
  user_id: number;
  /** Encrypted with the installation's key. */
  secret: string;
  /** The step of the last code that was used; it and those before count no more. */
  last_step: number;
  created_at: number;
}

/** A user's authenticator app, or nothing. */
export async function lookUpAuthenticator(user_id: number): Promise<AuthenticatorRow | undefined> {
  const found = await table<AuthenticatorRow>('authenticators').where({ user_id }).first();
  return found as AuthenticatorRow | undefined;
}

/** Stores a user's app in place of the one before. */
export async function replaceAuthenticator(row: Omit<AuthenticatorRow, 'id'>): Promise<void> {
  await deleteAuthenticator(row.user_id);
  await insertRow('authenticators', { ...row });
}

/** Uses the code of a step up; says false when it or a later one was used: of two only one counts. */
export async function useStep(id: number, step: number): Promise<boolean> {
  const changed = await table<AuthenticatorRow>('authenticators')
    .where({ id })
    .where('last_step', '<', step)
    .update({ last_step: step });
  return Number(changed) === 1;
}

/** Takes a user's app away; says whether there was one. */
export async function deleteAuthenticator(user_id: number): Promise<boolean> {
  return Number(await table<AuthenticatorRow>('authenticators').where({ user_id }).delete()) > 0;
}
