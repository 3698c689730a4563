import { day } from '../../core/dates/index.js';
import { installationSetting } from '../../core/settings/index.js';

/** A role somebody holds, and since when. */
export interface HeldSince {
  id: number;
  granted_at: number;
}

/**
 * The moment (ms UTC) from which somebody can do nothing before they have set up a second factor;
 * null where none of their roles needs one, or they have one. The time for it runs, role by role,
 * from when the role began to need it of them.
 */
export function secondFactorDueAt(
  secondFactorAt: number | null,
  roles: readonly HeldSince[],
): number | null {
  if (secondFactorAt !== null) return null;
  const needing = installationSetting('security.second_factor_roles');
  const grace = installationSetting('security.second_factor_days') * day;
  const ends = roles.flatMap(({ id, granted_at }) => {
    const since = needing[String(id)];
    return since === undefined ? [] : Math.max(since, granted_at) + grace;
  });
  return ends.length > 0 ? Math.min(...ends) : null;
}

/** Whether a role that somebody holds needs a second factor. */
export function needsSecondFactor(roles: readonly { id: number }[]): boolean {
  const needing = installationSetting('security.second_factor_roles');
  return roles.some(({ id }) => needing[String(id)] !== undefined);
}
