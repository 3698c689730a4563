import type { Grant, GrantSource } from './actor.js';
import {
  type Audience,
  allowedFor,
  isPermission,
  type Permission,
  type Scope,
  widest,
} from './catalogue.js';

/** What one role gives. */
export interface RoleGrants {
  name: string;
  endsAt: number | null;
  scopes: ReadonlyMap<Permission, Scope>;
}

/** Something set for one person. */
export interface Override {
  permission: string;
  effect: 'allow' | 'deny';
  scope: Scope;
  endsAt: number | null;
}

/**
 * The union of the roles, widest scope first, then the person's own overrides: an allowance gives
 * at least its scope, a denial takes everything, and a denial wins (PRODUCT 3.1.1). What the
 * audience cannot hold is left out, whatever is stored (3.1.6).
 */
export function effectiveGrants(
  audience: Audience,
  roles: readonly RoleGrants[],
  overrides: readonly Override[],
): Map<Permission, Grant> {
  const grants = new Map<Permission, Grant>();
  for (const role of roles) {
    for (const [permission, scope] of role.scopes) {
      if (scope === 'none' || !allowedFor(audience, permission)) continue;
      add(grants, permission, { kind: 'role', name: role.name, scope, endsAt: role.endsAt });
    }
  }
  for (const override of overrides) {
    if (!isPermission(override.permission) || !allowedFor(audience, override.permission)) continue;
    if (override.effect === 'allow') add(grants, override.permission, sourceOf(override));
  }
  for (const override of overrides) {
    if (!isPermission(override.permission) || override.effect !== 'deny') continue;
    const denial: GrantSource = { ...sourceOf(override), scope: 'none', denies: true };
    grants.set(override.permission, { scope: 'none', sources: [denial] });
  }
  return grants;
}

function add(grants: Map<Permission, Grant>, permission: Permission, source: GrantSource): void {
  const held = grants.get(permission);
  grants.set(permission, {
    scope: widest(held?.scope ?? 'none', source.scope),
    sources: [...(held?.sources ?? []), source],
  });
}

function sourceOf(override: Override): GrantSource {
  return { kind: 'override', name: '', scope: override.scope, endsAt: override.endsAt };
}
