import { raw, table } from '../../core/database/index.js';
import type { Actor, Audience, Hue } from '../../core/permissions/index.js';
import type { RoleGrantRow } from '../roles/index.js';
import type { OverrideRow } from './memberships.queries.js';

/** A person in a workspace: what decides about them besides their roles and exceptions. */
export interface ActingPerson {
  membership_id: number;
  audience: Audience;
  company_id: number | null;
  membership_ends_at: number | null;
  is_primary: number;
  name: string;
  email: string;
  hue: Hue;
  photo_key: string | null;
  locale: string | null;
  timezone: string | null;
  theme: Actor['theme'];
  must_change_password: number;
  second_factor_at: number | null;
}

/** A role as somebody holds it. */
export interface HeldRole {
  id: number;
  name: string;
  key: RoleGrantRow['key'];
  ends_at: number | null;
  granted_at: number;
}

/** All that decides what somebody may do in a workspace. */
export interface Acting {
  person: ActingPerson;
  roles: HeldRole[];
  /** What those roles have stored. */
  grants: RoleGrantRow[];
  overrides: Pick<OverrideRow, 'permission' | 'effect' | 'scope' | 'ends_at'>[];
  /** Every workspace where they are an active member, with the end of that. */
  places: { id: number; ends_at: number | null }[];
}

interface GivenRow extends ActingPerson {
  source: 'role' | 'override' | 'place' | null;
  source_id: number;
  role_name: string;
  role_key: RoleGrantRow['key'];
  ends_at: number | null;
  granted_at: number;
  permission: string | null;
  scope: string | null;
  effect: OverrideRow['effect'];
}

/**
 * Somebody with their roles, what those give and their exceptions, in one query: whenever access
 * changes, everybody's next request asks it.
 */
export async function lookUpActing(
  userId: number,
  workspaceId: number,
): Promise<Acting | undefined> {
  const where = { 'memberships.user_id': userId, 'memberships.workspace_id': workspaceId };
  const rows = (await table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .leftJoin(
      rolesGiven(where)
        .unionAll([overridesGiven(where), placesGiven(where)])
        .as('given'),
      'given.membership_id',
      'memberships.id',
    )
    .where(where)
    .select('given.*', ...personColumns)) as unknown as GivenRow[];
  const [person] = rows;
  if (!person) return undefined;
  const ofRoles = rows.filter(({ source }) => source === 'role');
  return {
    person,
    roles: heldRoles(ofRoles),
    grants: ofRoles.map((row) => ({
      id: row.source_id,
      key: row.role_key,
      audience: person.audience,
      permission: row.permission,
      scope: row.scope,
    })),
    overrides: rows
      .filter(({ source }) => source === 'override')
      .sort((one, other) => one.source_id - other.source_id) as unknown as Acting['overrides'],
    places: rows
      .filter(({ source }) => source === 'place')
      .map(({ source_id: id, ends_at }) => ({ id, ends_at }))
      .sort((one, other) => one.id - other.id),
  };
}

const personColumns = [
  'memberships.id as membership_id',
  'memberships.audience',
  'memberships.company_id',
  'memberships.ends_at as membership_ends_at',
  'workspaces.is_primary',
  'users.name',
  'users.email',
  'users.hue',
  'users.photo_key',
  'users.locale',
  'users.timezone',
  'users.theme',
  'users.must_change_password',
  'users.second_factor_at',
] as const;

/** One row for each stored grant of each role held, one with nulls for a role without any. */
function rolesGiven(where: object) {
  return table('membership_roles')
    .join('memberships', 'memberships.id', 'membership_roles.membership_id')
    .join('roles', (join) => {
      join
        .on('roles.id', 'membership_roles.role_id')
        .andOn('roles.audience', 'memberships.audience');
    })
    .leftJoin('role_grants', 'role_grants.role_id', 'roles.id')
    .where(where)
    .select(
      'membership_roles.membership_id',
      raw("'role' as source"),
      'roles.id as source_id',
      'roles.name as role_name',
      'roles.key as role_key',
      'membership_roles.ends_at',
      'membership_roles.granted_at',
      'role_grants.permission',
      'role_grants.scope',
      raw('null as effect'),
    );
}

function overridesGiven(where: object) {
  return table('permission_overrides')
    .join('memberships', 'memberships.id', 'permission_overrides.membership_id')
    .where(where)
    .select(
      'permission_overrides.membership_id',
      raw("'override' as source"),
      'permission_overrides.id as source_id',
      raw('null as role_name'),
      raw('null as role_key'),
      'permission_overrides.ends_at',
      raw('null as granted_at'),
      'permission_overrides.permission',
      'permission_overrides.scope',
      'permission_overrides.effect',
    );
}

function placesGiven(where: object) {
  return table('memberships')
    .join('memberships as other', 'other.user_id', 'memberships.user_id')
    .join('workspaces as place', 'place.id', 'other.workspace_id')
    .where(where)
    .where('other.status', 'active')
    .whereNull('place.archived_at')
    .select(
      'memberships.id as membership_id',
      raw("'place' as source"),
      'place.id as source_id',
      raw('null as role_name'),
      raw('null as role_key'),
      'other.ends_at',
      raw('null as granted_at'),
      raw('null as permission'),
      raw('null as scope'),
      raw('null as effect'),
    );
}

function heldRoles(rows: readonly GivenRow[]): HeldRole[] {
  const held = new Map<number, HeldRole>();
  for (const { source_id: id, role_name, role_key, ends_at, granted_at } of rows)
    held.set(id, { id, name: role_name, key: role_key, ends_at, granted_at });
  return [...held.values()].sort((one, other) => one.id - other.id);
}
