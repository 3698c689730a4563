import {
  type Actor,
  allowedFor,
  type BuiltInRole,
  defaultScope,
  type Permission,
  permissions,
  reaches,
  type Scope,
  scopeOf,
} from '../../core/permissions/index.js';

/** What the catalogue gives a built-in role. */
export function builtInScopes(key: BuiltInRole): Map<Permission, Scope> {
  const audience = key === 'client' ? 'client' : 'team';
  const held = permissions.filter((permission) => allowedFor(audience, permission));
  return new Map(held.map((permission) => [permission, defaultScope(key, permission)]));
}

/** Whether the actor is an Admin of their workspace, or the program itself. */
export function isAdmin(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'team' && actor.roleKeys.includes('admin'));
}

/** An Admin of the primary workspace (PRODUCT 2): the only one who reaches into workspaces of others. */
export function isSuperAdmin(actor: Actor): boolean {
  return isAdmin(actor) && actor.isPrimaryWorkspace;
}

/**
 * Whether somebody may see the product as a person of their workspace does: Admins only, never as
 * another Admin, nor as themselves (PRODUCT 3.4). That the person could come in is looked up besides.
 */
export function mayViewAs(
  viewer: Actor,
  them: { userId: number; roleKeys: readonly (string | null)[] },
): boolean {
  if (viewer.kind !== 'team' || !isAdmin(viewer)) return false;
  return viewer.userId !== them.userId && !them.roleKeys.includes('admin');
}

/** Whether the actor holds everything of a set of grants, at least as far. */
export function holdsAll(actor: Actor, scopes: ReadonlyMap<Permission, Scope>): boolean {
  return [...scopes].every(([permission, scope]) => reaches(scopeOf(actor, permission), scope));
}
