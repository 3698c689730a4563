import type { z } from 'zod';
import { now } from '../../core/dates/index.js';
import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { listRolesEverywhere } from '../roles/index.js';
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
      'security.second_factor_roles': await needingRoles(input.second_factor_roles),
      'security.second_factor_days': input.second_factor_days,
      'security.session_idle_hours': input.session_idle_hours,
      'security.session_absolute_days': input.session_absolute_days,
      'security.remember_days': input.remember_days,
      'security.audit_days': input.audit_days,
      'security.access_review_days': input.access_review_days,
    },
  });
}

async function needingRoles(ids: readonly number[]): Promise<Record<string, number>> {
  const known = new Set((await listRolesEverywhere()).map(({ id }) => id));
  if (ids.some((id) => !known.has(id))) throw new Invalid({ second_factor_roles: 'errors.choice' });
  const before = installationSetting('security.second_factor_roles');
  const moment = now();
  return Object.fromEntries(ids.map((id) => [String(id), before[String(id)] ?? moment]));
}
