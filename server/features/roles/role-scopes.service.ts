import {
  type Actor,
  allowedFor,
  holds,
  isPermission,
  type Permission,
  type Scope,
} from '../../core/permissions/index.js';
import { builtInScopes, holdsAll, isAdmin } from './roles.policy.js';
import { type RoleRow, roleGrants } from './roles.queries.js';

/** What each role gives: the catalogue for built-in ones, then what is stored (one query). */
export async function roleScopes(
  roleIds: readonly number[],
): Promise<Map<number, Map<Permission, Scope>>> {
  const all = new Map<number, Map<Permission, Scope>>();
  if (roleIds.length === 0) return all;
  for (const row of await roleGrants(roleIds)) {
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
 * Whether the actor may give or take a role (PRODUCT 3.1.3): Admins any; who may edit clients any
 * role of clients; everybody else only what they hold themselves, up to their scope. Only an Admin
 * makes an Admin.
 */
export async function mayGrantRole(
  actor: Actor,
  role: Pick<RoleRow, 'id' | 'key' | 'audience' | 'workspace_id'>,
): Promise<boolean> {
  if (role.workspace_id !== actor.workspaceId) return false;
  if (isAdmin(actor)) return true;
  if (role.key === 'admin' || actor.kind !== 'team') return false;
  if (role.audience === 'client' && holds(actor, 'clients.edit')) return true;
  // Without the right to edit clients, adding one means giving the role that contacts are meant to have.
  if (role.key === 'client' && holds(actor, 'clients.create')) return true;
  const scopes = (await roleScopes([role.id])).get(role.id) ?? new Map<Permission, Scope>();
  return holdsAll(actor, scopes);
}
