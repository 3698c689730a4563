import { forgetEntries } from '../../core/audit/index.js';
import { day, now } from '../../core/dates/index.js';
import { installationSetting } from '../../core/settings/index.js';

/** Forgets what the trail has kept for as long as the settings say. For the schedule. */
export async function cleanTrail(): Promise<void> {
  await forgetEntries(now() - installationSetting('security.audit_days') * day);
}
