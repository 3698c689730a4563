import type { Translate } from '../../core/locale/index.js';
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

/** A sign-in as its owner sees it. */
export function presentSignIn(row: SignInRow, t: Translate) {
  return {
    device: deviceName(row.user_agent, t),
    ip: row.ip_address,
    moment: row.created_at,
    hasFailed: row.outcome === 'failed',
    method: signInMethod(row, t),
    outcome: t(`accounts.devices.outcome.${row.outcome}`),
  };
}
