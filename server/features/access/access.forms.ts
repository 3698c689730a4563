import { z } from 'zod';
import { choice, optionalRecordId, optionalText, requiredText } from '../../core/forms/index.js';
import { Invalid } from '../../core/http/index.js';
import {
  type Audience,
  allowedFor,
  type Permission,
  permissionEntry,
  permissions,
  type Scope,
} from '../../core/permissions/index.js';
import { grantField } from './grant-fields.js';

/** A role: its name, and beside these fields one for each permission (see grantField). */
export const roleForm = z.looseObject({
  name: requiredText(80),
  description: optionalText(400),
  /** From what a new role is made (see starting-points.ts). */
  from: z.string().max(40).default(''),
  /** `updated_at` of the role when the form was opened. */
  seen_at: z.coerce.number().int().default(0),
  step: choice(['review', 'save']).default('review'),
});

export type RoleInput = z.output<typeof roleForm>;

/** Taking a role away, and the role that those get who hold it. */
export const removalForm = z.object({
  role_id: optionalRecordId(),
  step: choice(['review', 'save']).default('review'),
});

/**
 * What a sent form gives of each permission; a permission without a field stays as it is in `base`,
 * since a page offers only what its reader may set.
 * @throws Invalid with the field that says something it cannot.
 */
export function grantsIn(
  fields: Record<string, unknown>,
  audience: Audience,
  base: ReadonlyMap<Permission, Scope>,
): Map<Permission, Scope> {
  const grants = new Map<Permission, Scope>();
  for (const permission of permissions) {
    const field = grantField(permission);
    const sent = fields[field];
    const scope = sent === undefined ? (base.get(permission) ?? 'none') : sent;
    if (!isScopeOf(audience, permission, scope)) throw new Invalid({ [field]: 'errors.choice' });
    if (scope !== 'none') grants.set(permission, scope);
  }
  return grants;
}

function isScopeOf(audience: Audience, permission: Permission, scope: unknown): scope is Scope {
  if (scope === 'none') return true;
  if (!allowedFor(audience, permission)) return false;
  return permissionEntry(permission).scopes.some((possible) => possible === scope);
}
