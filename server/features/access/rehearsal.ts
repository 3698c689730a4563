import { type Audience, effectiveGrants, type Permission } from '../../core/permissions/index.js';
import { type ChangedGrant, changedGrants, roleScopes, type Scopes } from '../roles/index.js';
import { type Holder, listHoldersWhole } from './holders.queries.js';

/** People for whom a change means the same. */
export interface Affected {
  names: string[];
  grants: ChangedGrant[];
}

/** Who gains and who loses what by a change of a role, before it is made. */
export interface Rehearsal {
  /** The largest group first; those for whom nothing changes are not in it. */
  groups: Affected[];
  /** People who hold the role, but for whom nothing changes: something else decides. */
  unchanged: string[];
  /** People beyond those that were worked out one by one. */
  more: number;
  total: number;
}

/** What becomes of a role: other grants, or nothing, with another role in its place. */
export interface RoleChange {
  roleId: number;
  audience: Audience;
  /** What it gives from then on; undefined when it goes. */
  scopes?: Scopes;
  /** The role that its holders get instead. */
  insteadId?: number | undefined;
}

/**
 * Works out what a change of a role means for each who holds it: their other roles and what is
 * set for them alone count as well. Five queries.
 */
export async function rehearse(change: RoleChange): Promise<Rehearsal> {
  const { holders, total } = await listHoldersWhole(change.roleId);
  const involved = new Set(holders.flatMap((holder) => holder.roleIds));
  if (change.insteadId) involved.add(change.insteadId);
  const now = await roleScopes([...involved]);
  const then = new Map<number, Scopes>(now);
  if (change.scopes) then.set(change.roleId, change.scopes);
  const groups = new Map<string, Affected>();
  const unchanged: string[] = [];
  for (const holder of holders) {
    const after = rolesAfter(holder, change);
    const grants = changedGrants(
      scopesWith(holder, change.audience, holder.roleIds, now),
      scopesWith(holder, change.audience, after, then),
    );
    if (grants.length === 0) unchanged.push(holder.name);
    else join(groups, holder.name, grants);
  }
  const sorted = [...groups.values()].sort((a, b) => b.names.length - a.names.length);
  return { groups: sorted, unchanged, more: total - holders.length, total };
}

function rolesAfter({ roleIds }: Holder, { roleId, scopes, insteadId }: RoleChange): number[] {
  if (scopes) return roleIds;
  const kept = roleIds.filter((id) => id !== roleId);
  return insteadId ? [...new Set([...kept, insteadId])] : kept;
}

function scopesWith(
  holder: Holder,
  audience: Audience,
  roleIds: readonly number[],
  scopes: ReadonlyMap<number, Scopes>,
): Scopes {
  const roles = roleIds.map((id) => ({ name: '', endsAt: null, scopes: scopes.get(id) ?? none }));
  const grants = effectiveGrants(audience, roles, holder.overrides);
  return new Map([...grants].map(([permission, grant]) => [permission, grant.scope]));
}

const none: Scopes = new Map<Permission, never>();

function join(groups: Map<string, Affected>, name: string, grants: ChangedGrant[]): void {
  const key = JSON.stringify(grants);
  const group = groups.get(key);
  if (group) group.names.push(name);
  else groups.set(key, { names: [name], grants });
}
