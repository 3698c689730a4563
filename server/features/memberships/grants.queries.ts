import { table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import {
  type Audience,
  effectiveGrants,
  type Grant,
  type Permission,
} from '../../core/permissions/index.js';
import { roleScopes } from '../roles/index.js';
import type { OverrideRow } from './memberships.queries.js';

interface Held {
  membership_id: number;
  role_id: number;
  name: string;
  ends_at: number | null;
}

/** What each of some members holds now and from where: three queries, however many they are. */
export async function listGrants(
  members: readonly { id: number; audience: Audience }[],
): Promise<Map<number, Map<Permission, Grant>>> {
  const ids = members.map(({ id }) => id);
  const held = await listHeld(ids);
  const overrides = await listOverrides(ids);
  const scopes = await roleScopes([...new Set(held.map((row) => row.role_id))]);
  const rolesBy = byMembership(held);
  const overridesBy = byMembership(overrides);
  return new Map(
    members.map(({ id, audience }) => {
      const roles = (rolesBy.get(id) ?? []).map((row) => ({
        name: row.name,
        endsAt: row.ends_at,
        scopes: scopes.get(row.role_id) ?? new Map(),
      }));
      const own = (overridesBy.get(id) ?? []).map(({ ends_at, ...row }) => ({
        ...row,
        endsAt: ends_at,
      }));
      return [id, effectiveGrants(audience, roles, own)];
    }),
  );
}

function byMembership<Row extends { membership_id: number }>(rows: readonly Row[]) {
  const found = new Map<number, Row[]>();
  for (const row of rows) {
    const others = found.get(row.membership_id);
    if (others) others.push(row);
    else found.set(row.membership_id, [row]);
  }
  return found;
}

async function listHeld(membershipIds: readonly number[]): Promise<Held[]> {
  const rows = await table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .join('memberships', 'memberships.id', 'membership_roles.membership_id')
    .whereRaw('roles.audience = memberships.audience')
    .whereIn('membership_roles.membership_id', [...membershipIds])
    .where((live) => {
      live.whereNull('membership_roles.ends_at').orWhere('membership_roles.ends_at', '>', now());
    })
    .orderBy('roles.id')
    .select(
      'membership_roles.membership_id',
      'membership_roles.role_id',
      'membership_roles.ends_at',
      'roles.name',
    );
  return rows as unknown as Held[];
}

async function listOverrides(membershipIds: readonly number[]): Promise<OverrideRow[]> {
  const rows = await table<OverrideRow>('permission_overrides')
    .whereIn('membership_id', [...membershipIds])
    .where((live) => {
      live.whereNull('ends_at').orWhere('ends_at', '>', now());
    });
  return rows as OverrideRow[];
}
