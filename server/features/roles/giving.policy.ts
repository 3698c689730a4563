import {
  type Actor,
  type Audience,
  type Permission,
  permissions,
  reaches,
  type Scope,
  scopeOf,
  widest,
} from '../../core/permissions/index.js';
import { isAdmin } from './roles.policy.js';

/** What a role gives, by permission; what is missing is none. */
export type Scopes = ReadonlyMap<Permission, Scope>;

/** A permission of which a role gives more or less than before. */
export interface ChangedGrant {
  permission: Permission;
  before: Scope;
  after: Scope;
}

/** Where two sets of grants differ, in the order of the catalogue. */
export function changedGrants(before: Scopes, after: Scopes): ChangedGrant[] {
  return permissions
    .map((permission) => ({
      permission,
      before: before.get(permission) ?? 'none',
      after: after.get(permission) ?? 'none',
    }))
    .filter((grant) => grant.before !== grant.after);
}

/**
 * How far the actor may set a permission in roles of an audience (PRODUCT 3.1.3): Admins as far as
 * it goes; who may edit every client anything of theirs; everybody else as far as they hold it.
 */
export function givingScope(actor: Actor, audience: Audience, permission: Permission): Scope {
  if (isAdmin(actor)) return 'all';
  if (actor.kind !== 'team') return 'none';
  if (audience === 'client' && scopeOf(actor, 'clients.edit') === 'all') return 'all';
  return scopeOf(actor, permission);
}

/** Whether the actor may make a change to a role: as far as it was and as far as it shall be. */
export function mayChangeGrant(actor: Actor, audience: Audience, grant: ChangedGrant): boolean {
  const reach = givingScope(actor, audience, grant.permission);
  return reaches(reach, widest(grant.before, grant.after));
}
