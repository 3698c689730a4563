import { now } from '../../core/dates/index.js';
import type { Notice } from '../../core/http/index.js';
import { type LicenseStatus, licenseStatus } from '../../core/license.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { installationSetting } from '../../core/settings/index.js';

/** A signature takes a tenth of a millisecond to check: looked at anew every minute (ms), not for every page. */
const remembered = 60_000;
let last: { made: string; status: LicenseStatus } | undefined;

/**
 * A line for those who look after the licence, once its trial is over or something about it is
 * wrong. It never says more than that, and nothing else changes (PRODUCT 12).
 */
export function licenseNotice(actor: Actor): Notice | null {
  if (!holds(actor, 'settings.license')) return null;
  const { state, domains } = presentStatus();
  if (state === 'trial' || state === 'valid' || state === 'updates_over') return null;
  return {
    text: `settings.license.notice.${state}`,
    values: { domains: domains.join(', ') },
    action: 'settings.license.enter',
    href: '/settings/license',
  };
}

function presentStatus(): LicenseStatus {
  const made = [
    installationSetting('license.key'),
    installationSetting('general.base_url'),
    installationSetting('installation.completed_at'),
    Math.floor(now() / remembered),
  ].join('\n');
  if (last?.made !== made) last = { made, status: licenseStatus() };
  return last.status;
}
