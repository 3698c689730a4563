import { deleteOldRateLimits } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { deleteOldSessions } from './sessions.queries.js';
import { deleteOldTokens } from './tokens.queries.js';

/** Removes what is over: sessions, links, counters of tries. For the schedule. */
export async function cleanAccounts(): Promise<void> {
  await deleteOldSessions();
  await deleteOldTokens(now() - 30 * day);
  await deleteOldRateLimits(now());
}
