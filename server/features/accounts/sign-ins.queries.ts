import {
  everybody,
  insertRow,
  keptQuery,
  type Page,
  paginate,
  table,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';

/** One try to sign in to an account that exists. */
export interface SignInRow {
  id: number;
  user_id: number;
  /** By what somebody tried; the last three come after a password or stand for it. */
  method: 'password' | 'invitation' | 'code' | 'recovery_code' | 'passkey' | 'google';
  outcome: 'success' | 'failed';
  ip_address: string;
  user_agent: string;
  created_at: number;
}

/** From where somebody tries. */
export interface Origin {
  ip: string;
  userAgent: string;
}

/** Notes a try to sign in. */
export async function insertSignIn(
  user_id: number,
  { ip, userAgent }: Origin,
  how: Pick<SignInRow, 'method' | 'outcome'>,
): Promise<void> {
  await insertRow('sign_ins', {
    user_id,
    method: how.method,
    outcome: how.outcome,
    ip_address: ip,
    user_agent: userAgent,
    created_at: now(),
  });
}

/** A page of a user's sign-ins, newest first. */
export function listSignIns(user_id: number, page: number): Promise<Page<SignInRow>> {
  const rows = table<SignInRow>('sign_ins').where({ user_id }).orderBy('id', 'desc');
  return paginate(rows, { page, perPage: 20 });
}

const latestVisits = keptQuery<object, { userId: number }, Pick<SignInRow, 'created_at'>[]>(
  (_everybody, { userId }) =>
    table<SignInRow>('sign_ins')
      .where({ user_id: userId, outcome: 'success' })
      .orderBy('id', 'desc')
      .limit(2)
      .select('created_at'),
);

/** When somebody came in the time before this one (ms UTC); null at their first visit. */
export async function previousVisit(userId: number): Promise<number | null> {
  const rows = await latestVisits(everybody, { userId });
  return rows[1]?.created_at ?? null;
}
