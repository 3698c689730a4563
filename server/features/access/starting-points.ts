import { NotFound } from '../../core/http/index.js';
import {
  type Actor,
  type Audience,
  type Permission,
  permissionEntry,
  reaches,
  type Scope,
} from '../../core/permissions/index.js';
import {
  builtInRole,
  builtInScopes,
  findRole,
  givingScope,
  isReadyMade,
  type RoleOrigin,
  type RoleRow,
  readyMadeScopes,
  roleScopes,
  rolesOf,
  type Scopes,
} from '../roles/index.js';

/** What a new role begins with. */
export interface StartingPoint {
  audience: Audience;
  scopes: Map<Permission, Scope>;
  origin: RoleOrigin;
  /** The role it copies, if it copies one. */
  role: RoleRow | null;
  /** Whether the actor may not give everything of it, so that some of it is missing. */
  isCut: boolean;
}

/**
 * What `from` of the form means: `empty-team`, `empty-client`, the key of a ready-made role, or
 * `role-12`. Only what the actor may give is taken over.
 * @throws NotFound
 */
export async function startingPoint(actor: Actor, from: string): Promise<StartingPoint> {
  const { audience, scopes, origin, role } = await meant(actor, from);
  const kept = new Map<Permission, Scope>();
  for (const [permission, scope] of scopes) {
    const given = nearest(permission, scope, givingScope(actor, audience, permission));
    if (given !== 'none') kept.set(permission, given);
  }
  const isCut = [...scopes].some(([key, scope]) => (kept.get(key) ?? 'none') !== scope);
  return { audience, scopes: kept, origin, role, isCut };
}

/** What a role was made from, to mark where it differs; undefined when that is gone or was nothing. */
export async function originOf(
  role: RoleRow,
): Promise<{ role: RoleRow | null; key: string | null; scopes: Scopes } | undefined> {
  if (role.key) return { role: null, key: null, scopes: builtInScopes(role.key) };
  if (role.origin_key && isReadyMade(role.origin_key))
    return { role: null, key: role.origin_key, scopes: readyMadeScopes(role.origin_key) };
  const [origin] = role.origin_role_id
    ? await rolesOf(role.workspace_id, [role.origin_role_id])
    : isBuiltInKey(role.origin_key)
      ? [await builtInRole(role.workspace_id, role.origin_key)]
      : [];
  if (!origin) return undefined;
  const scopes = (await roleScopes([origin.id])).get(origin.id) ?? new Map();
  return { role: origin, key: null, scopes };
}

type Meant = Omit<StartingPoint, 'isCut'>;

async function meant(actor: Actor, from: string): Promise<Meant> {
  if (from === 'empty-team' || from === 'empty-client') {
    const audience = from === 'empty-team' ? 'team' : 'client';
    return { audience, scopes: new Map(), origin: { key: null, roleId: null }, role: null };
  }
  if (isReadyMade(from)) {
    const origin = { key: from, roleId: null };
    return { audience: 'team', scopes: readyMadeScopes(from), origin, role: null };
  }
  const id = Number(/^role-([1-9]\d{0,8})$/.exec(from)?.[1]);
  if (!id) throw new NotFound();
  const role = await findRole(actor, id);
  const scopes = (await roleScopes([id])).get(id) ?? new Map<Permission, Scope>();
  const origin = role.key ? { key: role.key, roleId: null } : { key: null, roleId: id };
  return { audience: role.audience, scopes, origin, role };
}

/** The farthest scope a permission knows that reaches neither beyond the one wanted nor the limit. */
function nearest(permission: Permission, wanted: Scope, limit: Scope): Scope {
  const possible = permissionEntry(permission).scopes.filter(
    (scope) => reaches(wanted, scope) && reaches(limit, scope),
  );
  return possible.at(-1) ?? 'none';
}

function isBuiltInKey(key: string | null): key is 'admin' | 'staff' | 'client' {
  return key === 'admin' || key === 'staff' || key === 'client';
}
