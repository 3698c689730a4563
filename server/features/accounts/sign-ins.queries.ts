import {
  everybody,
  insertRow,
  keptQuery,
  type Page,
  paginate,
  table,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';

/** What somebody proves first; with a second factor, it is half of the way in. */
export type FirstStep = 'password' | 'invitation' | 'google' | 'link';

/** One try to sign in to an account that exists. */
export interface SignInRow {
  id: number;
  user_id: number;
  /** By what somebody tried; codes and passkeys come after a first step, a passkey may stand alone. */
  method: FirstStep | 'code' | 'recovery_code' | 'passkey';
  /** What came before a second step that let somebody in; null where there was none. */
  first_step: FirstStep | null;
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
  how: Pick<SignInRow, 'method' | 'outcome'> & { firstStep?: FirstStep | null | undefined },
): Promise<void> {
  await insertRow('sign_ins', {
    user_id,
    method: how.method,
    first_step: how.firstStep ?? null,
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
