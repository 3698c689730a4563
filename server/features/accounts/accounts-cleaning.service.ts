import { deleteOldRateLimits } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { deleteOldPending } from './pending-sign-ins.queries.js';
import { deleteOldSessions } from './sessions.queries.js';
import { forgetSignIns } from './sign-ins.queries.js';
import { deleteOldTokens } from './tokens.queries.js';

/** Removes what is over: sessions, sign-ins half done, links, counters of tries. For the schedule. */
export async function cleanAccounts(): Promise<void> {
  await deleteOldSessions();
  await deleteOldPending(now());
  await deleteOldTokens(now() - 30 * day);
  await deleteOldRateLimits(now());
}

/** Forgets sign-ins that were kept for as long as the settings say. For the schedule. */
export async function cleanSignIns(): Promise<void> {
  await forgetSignIns(now() - installationSetting('security.sign_in_days') * day);
}
