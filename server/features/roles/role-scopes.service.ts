import {
  type Actor,
  allowedFor,
  holds,
  isPermission,
  type Permission,
  type Scope,
} from '../../core/permissions/index.js';
import { builtInScopes, holdsAll, isAdmin } from './roles.policy.js';
import { type RoleGrantRow, type RoleRow, roleGrants } from './roles.queries.js';

/** What each role gives: the catalogue for built-in ones, then what is stored (one query). */
export async function roleScopes(
  roleIds: readonly number[],
): Promise<Map<number, Map<Permission, Scope>>> {
  return scopesGiven(roleIds.length === 0 ? [] : await roleGrants(roleIds));
}

/** What each role gives, from its stored grants. */
export function scopesGiven(rows: readonly RoleGrantRow[]): Map<number, Map<Permission, Scope>> {
  const all = new Map<number, Map<Permission, Scope>>();
  for (const row of rows) {
    let scopes = all.get(row.id);
    if (!scopes) {
      scopes = row.key ? builtInScopes(row.key) : new Map<Permission, Scope>();
      all.set(row.id, scopes);
    }
    // Admin cannot be edited: whatever is stored, it holds the catalogue.
    if (row.key === 'admin' || !row.permission || !isPermission(row.permission)) continue;
    if (allowedFor(row.audience, row.permission)) scopes.set(row.permission, row.scope as Scope);
  }
  return all;
}

/**
 * Those of some roles that the actor may give or take (PRODUCT 3.1.3), one query at most: Admins
 * any; who may edit clients any role of clients; everybody else only what they hold themselves, up
 * to their scope. Only an Admin makes an Admin.
 */
export async function grantableRoles<Role extends GrantableRole>(
  actor: Actor,
  roles: readonly Role[],
): Promise<Role[]> {
  const own = roles.filter((role) => role.workspace_id === actor.workspaceId);
  if (isAdmin(actor)) return own;
  if (actor.kind !== 'team') return [];
  const open = own.filter((role) => role.key !== 'admin');
  const scopes = await roleScopes(open.filter((role) => !isMeantFor(actor, role)).map(idOf));
  return open.filter(
    (role) => isMeantFor(actor, role) || holdsAll(actor, scopes.get(role.id) ?? new Map()),
  );
}

type GrantableRole = Pick<RoleRow, 'id' | 'key' | 'audience' | 'workspace_id'>;

/** Roles of clients are given by who edits clients; the usual one by whoever adds clients. */
function isMeantFor(actor: Actor, role: GrantableRole): boolean {
  if (role.audience === 'client' && holds(actor, 'clients.edit')) return true;
  return role.key === 'client' && holds(actor, 'clients.create');
}

function idOf(role: GrantableRole): number {
  return role.id;
}
