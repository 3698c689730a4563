import { now } from '../../core/dates/index.js';
import type { Translate } from '../../core/locale/index.js';
import {
  allowedFor,
  isPermission,
  permissionAreas,
  permissionEntry,
  permissions,
  type Scope,
} from '../../core/permissions/index.js';
import type { OverrideRow } from '../memberships/index.js';

/** What is set for one person besides their roles, as lines; what has ended is left out. */
export function presentExceptions(t: Translate, overrides: readonly OverrideRow[]) {
  return overrides.flatMap((row) => {
    const { permission, effect, scope, ends_at } = row;
    if (!isPermission(permission) || (ends_at !== null && ends_at <= now())) return [];
    const isYesNo = permissionEntry(permission).scopes.length === 1;
    const reach: Scope | 'yes' = isYesNo ? 'yes' : scope;
    return {
      permission,
      label: t(`permissions.names.${permission}`),
      text:
        effect === 'deny' ? t('people.exceptions.never') : t(`people.exceptions.reaches.${reach}`),
      isDenied: effect === 'deny',
      endsAt: ends_at,
    };
  });
}

/** What can be set for a member of the team: each permission in its area, and how far. */
export function presentExceptionChoices(t: Translate) {
  return {
    permissions: permissionAreas.map((area) => ({
      label: t(`permissions.areas.${area}`),
      options: permissions
        .filter((key) => permissionEntry(key).area === area && allowedFor('team', key))
        .map((key) => ({ value: key, label: t(`permissions.names.${key}`) })),
    })),
    reaches: (['all', 'assigned', 'own', 'never'] as const).map((value) => ({
      value,
      label: t(`people.exceptions.choices.${value}`),
    })),
  };
}
