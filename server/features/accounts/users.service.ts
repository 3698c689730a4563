import { createHash } from 'node:crypto';
import { isUniqueViolation, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Invalid, NotFound } from '../../core/http/index.js';
import { type Hue, hues } from '../../core/permissions/index.js';
import { emailKey } from '../../core/text/index.js';
import { endSessions } from './sessions.queries.js';
import { revokeTokens } from './tokens.queries.js';
import { insertUser, insertUsers, lookUpUser, type UserRow, updateUser } from './users.queries.js';

/** What is known of a new user. */
export interface NewUser {
  name: string;
  email: string;
  status: UserRow['status'];
  locale?: string | null;
  timezone?: string | null;
  passwordHash?: string | null;
  mustChangePassword?: boolean;
  jobTitle?: string | null;
  phone?: string | null;
}

/** What of a user can be changed. */
export type UserChanges = Partial<
  Pick<
    UserRow,
    | 'name'
    | 'email'
    | 'status'
    | 'password_hash'
    | 'must_change_password'
    | 'second_factor_at'
    | 'photo_key'
    | 'hue'
    | 'phone'
    | 'job_title'
    | 'timezone'
    | 'locale'
    | 'theme'
    | 'deleted_at'
  >
>;

/**
 * Makes a user; access comes with a membership.
 * @throws Invalid {email: 'errors.email_taken'}
 */
export async function createUser(input: NewUser): Promise<number> {
  return orTaken(insertUser(rowOf(input)));
}

/**
 * Makes many users with few statements; returns their ids in the same order.
 * @throws Invalid {email: 'errors.email_taken'} when one of the addresses is somebody's.
 */
export async function createUsers(inputs: readonly NewUser[]): Promise<number[]> {
  const rows = inputs.map(rowOf);
  const ids = await orTaken(insertUsers(rows));
  return rows.map((row) => ids.get(row.email_key) ?? 0);
}

function rowOf(input: NewUser): Omit<UserRow, 'id'> {
  const moment = now();
  const email_key = emailKey(input.email);
  return {
    name: input.name,
    email: input.email.trim(),
    email_key,
    status: input.status,
    version: 1,
    password_hash: input.passwordHash ?? null,
    password_changed_at: input.passwordHash ? moment : null,
    must_change_password: input.mustChangePassword ? 1 : 0,
    second_factor_at: null,
    photo_key: null,
    hue: hueOf(email_key),
    phone: input.phone ?? null,
    job_title: input.jobTitle ?? null,
    timezone: input.timezone ?? null,
    locale: input.locale ?? null,
    theme: 'auto',
    created_at: moment,
    updated_at: moment,
    last_sign_in_at: null,
    deactivated_at: input.status === 'inactive' ? moment : null,
    deleted_at: null,
  };
}

/**
 * Changes a user, and with it what hangs on the change: another address or password kills the links
 * that were sent before, another status than active ends every session as well. Who may do this is
 * decided by the caller.
 * @throws NotFound, Invalid {email: 'errors.email_taken'}
 */
export async function changeUser(id: number, changes: UserChanges): Promise<void> {
  await transaction(async () => {
    const before = await lookUpUser(id);
    if (!before) throw new NotFound();
    await orTaken(updateUser(id, { ...changes, ...consequences(before, changes) }));
    const isOut = changes.status !== undefined && changes.status !== 'active';
    const hasMoved = changes.email !== undefined && changes.email !== before.email;
    if (isOut || hasMoved || changes.password_hash !== undefined) await revokeTokens(id);
    if (isOut) await endSessions(id, 'deactivated');
  });
}

function consequences(before: UserRow, changes: UserChanges): Partial<UserRow> {
  const more: Partial<UserRow> = {};
  if (changes.email !== undefined) {
    more.email = changes.email.trim();
    more.email_key = emailKey(changes.email);
  }
  if (changes.password_hash !== undefined) more.password_changed_at = now();
  if (changes.status === 'inactive' && before.status !== 'inactive') more.deactivated_at = now();
  if (changes.status !== undefined && changes.status !== 'inactive') more.deactivated_at = null;
  return more;
}

/** The same colour for the same address, so that a person is recognised across lists. */
function hueOf(key: string): Hue {
  const first = createHash('sha256').update(key).digest()[0] ?? 0;
  return hues[first % hues.length] ?? 'slate';
}

async function orTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Invalid({ email: 'errors.email_taken' });
  }
}
