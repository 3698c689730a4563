import { now } from '../../core/dates/index.js';
import type { Formats, Translate } from '../../core/locale/index.js';
import { deviceName } from './devices.js';
import type { SessionRow } from './sessions.queries.js';
import type { SignInRow } from './sign-ins.queries.js';

/** A device as its owner sees it; `current` is the hash of the session that asks. */
export function presentSession(row: SessionRow, current: string, t: Translate) {
  return {
    id: row.id,
    device: deviceName(row.user_agent, t),
    isPhone: /\b(?:iPhone|Android.*Mobile)\b/.test(row.user_agent),
    ip: row.ip_address,
    startedAt: row.created_at,
    seenAt: row.seen_at,
    isCurrent: row.token_hash === current,
    isRemembered: row.is_remembered === 1,
  };
}

/** In words, by what somebody signed in: "By link in an e-mail and code". */
export function signInMethod(
  { method, first_step }: Pick<SignInRow, 'method' | 'first_step'>,
  t: Translate,
): string {
  const way = (name: SignInRow['method']) => t(`accounts.sign_in_methods.${name}`);
  return first_step === null
    ? t('accounts.devices.by', { way: way(method) })
    : t('accounts.devices.by_both', { first: way(first_step), second: way(method) });
}

/** Who reads a history, and the sign-ins of which a session still lives. */
export interface SignInReader {
  t: Translate;
  format: Formats;
  open: ReadonlySet<number>;
}

/** A sign-in as its owner, and who looks after them, see it. */
export function presentSignIn(row: SignInRow, { t, format, open }: SignInReader) {
  const hasFailed = row.outcome === 'failed';
  const isOpen = open.has(row.id);
  const lasted = lastedFor(row, isOpen);
  const ending = isOpen || lasted === null ? '' : t(`accounts.endings.${row.ending ?? 'expired'}`);
  return {
    device: deviceName(row.user_agent, t),
    ip: row.ip_address,
    moment: row.created_at,
    seenAt: row.seen_at,
    /** Milliseconds; null for a refusal, and for sign-ins from before this was noted. */
    lasted,
    hasFailed,
    isOpen,
    method: signInMethod(row, t),
    outcome: t(`accounts.devices.outcome.${isOpen ? 'open' : row.outcome}`),
    ending,
    stay: lasted === null ? '' : stayText(t, ending, format.duration(lasted)),
  };
}

/** How long somebody stayed, and what ended it: "Signed out after 3 hrs 20 mins", "For 5 mins". */
function stayText(t: Translate, ending: string, duration: string): string {
  return ending === ''
    ? t('accounts.devices.stays', { duration })
    : t('accounts.devices.stayed', { ending, duration });
}

/** A session that nobody uses any more lasted until it was last used. */
function lastedFor(row: SignInRow, isOpen: boolean): number | null {
  if (row.seen_at === null) return null;
  const end = isOpen ? now() : (row.ended_at ?? row.seen_at);
  return Math.max(0, end - row.created_at);
}
