import {
  everybody,
  inParts,
  insertRow,
  keptQuery,
  type Page,
  paginate,
  type Query,
  raw,
  table,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';

/** Sign-ins that an export holds in memory at a time. */
const partSize = 500;

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
  /** 1 while a session lasts that came from it. */
  is_open: number;
  /** Last use of that session (ms UTC), to within five minutes; null where there was none. */
  seen_at: number | null;
  ended_at: number | null;
  ending: SessionEnding | null;
}

/** What ends a session: its person, somebody else, a change, time. */
export type SessionEnding =
  | 'signed_out'
  | 'signed_in_again'
  | 'ended_elsewhere'
  | 'password'
  | 'second_factor'
  | 'administrator'
  | 'deactivated'
  | 'workspace'
  | 'expired';

/** From where somebody tries. */
export interface Origin {
  ip: string;
  userAgent: string;
}

/** Notes a try to sign in, and returns its id. */
export async function insertSignIn(
  user_id: number,
  { ip, userAgent }: Origin,
  how: Pick<SignInRow, 'method' | 'outcome'> & { firstStep?: FirstStep | null | undefined },
): Promise<number> {
  return insertRow('sign_ins', {
    user_id,
    method: how.method,
    first_step: how.firstStep ?? null,
    outcome: how.outcome,
    ip_address: ip,
    user_agent: userAgent,
    created_at: now(),
  });
}

/** A session has begun, or goes on, after a sign-in. */
export async function openSignIn(id: number, seen_at: number): Promise<void> {
  const open = { is_open: 1, seen_at, ended_at: null, ending: null };
  await table<SignInRow>('sign_ins').where({ id }).update(open);
}

/** The session of a sign-in was used. */
export async function seeSignIn(id: number, seen_at: number): Promise<void> {
  await table<SignInRow>('sign_ins').where({ id, is_open: 1 }).update({ seen_at });
}

/** Notes on the sign-ins of some people of which no session is left what ended them, and when. */
export async function closeSignIns(
  userIds: readonly number[],
  ending: SessionEnding,
): Promise<void> {
  for (const part of inParts([...new Set(userIds)]))
    await table<SignInRow>('sign_ins')
      .whereIn('user_id', part)
      .where({ is_open: 1 })
      .whereNotExists(
        table('sessions')
          .where('sessions.sign_in_id', raw('sign_ins.id'))
          .where('sessions.user_id', raw('sign_ins.user_id'))
          .select(raw('1')),
      )
      .update({ is_open: 0, ending, ...lastMoments(ending) });
}

/**
 * Forgets sign-ins from before a moment (ms UTC) that are over. They are noted in the order of their
 * ids, so the first younger one ends the search: a night without anything old reads one part.
 */
export async function forgetSignIns(before: number): Promise<void> {
  for (let last = 0; ; ) {
    const part = await table<SignInRow>('sign_ins')
      .where('id', '>', last)
      .orderBy('id')
      .limit(partSize)
      .select('id', 'created_at', 'is_open');
    const old = part.filter((row) => row.created_at < before);
    const over = old.filter((row) => row.is_open === 0).map((row) => row.id);
    await table<SignInRow>('sign_ins').whereIn('id', over).delete();
    if (old.length < partSize) return;
    last = part.at(-1)?.id ?? 0;
  }
}

/** Who leaves is there until then; a session that nobody uses any more ended when it was last used. */
function lastMoments(ending: SessionEnding) {
  if (ending === 'expired') return { ended_at: raw('coalesce(seen_at, created_at)') };
  const isPresent = ending === 'signed_out' || ending === 'signed_in_again';
  return { ended_at: now(), ...(isPresent && { seen_at: now() }) };
}

/** What a history can be narrowed to. */
export const signInFilters = ['all', 'open', 'failed'] as const;
export type SignInFilter = (typeof signInFilters)[number];

/** A page of a user's sign-ins, newest first. */
export function listSignIns(
  user_id: number,
  page: number,
  filter: SignInFilter = 'all',
): Promise<Page<SignInRow>> {
  return paginate(signInsOf(user_id, filter).orderBy('id', 'desc'), { page, perPage: 20 });
}

/** All sign-ins of a user, newest first, some at a time. */
export async function* everySignIn(
  user_id: number,
  filter: SignInFilter,
): AsyncGenerator<SignInRow[]> {
  for (let last = 0; ; ) {
    const rows = signInsOf(user_id, filter).orderBy('id', 'desc').limit(partSize);
    if (last > 0) rows.where('id', '<', last);
    const part = (await rows) as SignInRow[];
    if (part.length > 0) yield part;
    last = part.at(-1)?.id ?? 0;
    if (part.length < partSize) return;
  }
}

/** The sign-ins of a user from which a session still lives: one that is over may not be noted as such yet. */
export async function stillOpen(user_id: number): Promise<Set<number>> {
  return new Set((await liveSessions(user_id).pluck('sign_in_id')) as number[]);
}

function signInsOf(user_id: number, filter: SignInFilter): Query<SignInRow> {
  const rows = table<SignInRow>('sign_ins').where({ user_id });
  if (filter === 'failed') rows.where({ outcome: 'failed' });
  if (filter === 'open') rows.whereIn('id', liveSessions(user_id).select('sign_in_id'));
  return rows;
}

function liveSessions(user_id: number) {
  return table('sessions')
    .where({ user_id })
    .where('expires_at', '>', now())
    .whereNotNull('sign_in_id');
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
