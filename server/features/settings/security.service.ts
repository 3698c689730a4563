import type { z } from 'zod';
import { now } from '../../core/dates/index.js';
import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { listPlacedRoles } from '../roles/index.js';
import type { securityForm } from './security.forms.js';
import { changeSettings } from './settings.service.js';

/**
 * Saves what people have to prove and for how long it counts. A role that needs a second factor
 * needs it since it was ticked: saving the page again begins no new time.
 * @throws Invalid {second_factor_roles} for a role that is not there.
 */
export async function changeSecurity(
  actor: Actor,
  page: string,
  input: z.output<typeof securityForm>,
): Promise<void> {
  await changeSettings(actor, {
    page,
    installation: {
      'security.password_min_length': input.min_length,
      'security.sign_in_link': input.sign_in_link,
      'security.second_factor_roles': await needingRoles(actor, input.second_factor_roles),
      'security.second_factor_days': input.second_factor_days,
      'security.session_idle_hours': input.session_idle_hours,
      'security.session_absolute_days': input.session_absolute_days,
      'security.remember_days': input.remember_days,
      'security.audit_days': input.audit_days,
      'security.sign_in_days': input.sign_in_days,
      'security.access_review_days': input.access_review_days,
    },
  });
}

/** Roles that the page could not show keep what they have. */
async function needingRoles(actor: Actor, ids: readonly number[]): Promise<Record<string, number>> {
  const before = installationSetting('security.second_factor_roles');
  const known = await listPlacedRoles(actor, { of: [...ids, ...Object.keys(before).map(Number)] });
  const shown = new Set(known.map(({ id }) => id));
  if (ids.some((id) => !shown.has(id))) throw new Invalid({ second_factor_roles: 'errors.choice' });
  const kept = Object.entries(before).filter(([id]) => !shown.has(Number(id)));
  const moment = now();
  const ticked = ids.map((id) => [String(id), before[String(id)] ?? moment] as const);
  return Object.fromEntries([...kept, ...ticked]);
}
