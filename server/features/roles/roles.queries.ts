import {
  containing,
  insertRow,
  insertRows,
  type Page,
  paginate,
  type Query,
  raw,
  table,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type {
  Actor,
  Audience,
  BuiltInRole,
  Permission,
  Scope,
} from '../../core/permissions/index.js';
import { isSuperAdmin } from './roles.policy.js';

/** A named set of grants for an audience. */
export interface RoleRow {
  id: number;
  workspace_id: number;
  /** Set for the built-in roles, whose grants stand in the catalogue. */
  key: BuiltInRole | null;
  name: string;
  audience: Audience;
  description: string | null;
  /** Key of the ready-made or built-in role it was made from, or null. */
  origin_key: string | null;
  /** The role it was made from, if it is still there. */
  origin_role_id: number | null;
  created_at: number;
  updated_at: number;
}

const builtIn: readonly { key: BuiltInRole; name: string; audience: Audience }[] = [
  { key: 'admin', name: 'Admin', audience: 'team' },
  { key: 'staff', name: 'Staff', audience: 'team' },
  { key: 'client', name: 'Client', audience: 'client' },
];

/** The roles of a workspace: the built-in ones first, then by name. */
export async function listRoles(workspaceId: number, audience?: Audience): Promise<RoleRow[]> {
  const rows = table<RoleRow>('roles').where({ workspace_id: workspaceId }).orderBy('id');
  if (audience) rows.where({ audience });
  const found = (await rows) as RoleRow[];
  const custom = found.filter((role) => !role.key);
  custom.sort((a, b) => a.name.localeCompare(b.name));
  return [...found.filter((role) => role.key), ...custom];
}

/** A role with the name of its workspace. */
export interface PlacedRole {
  id: number;
  name: string;
  workspace_id: number;
  workspace_name: string;
}

/** Narrows a choice of roles: to some of them, to a part of the name, to a number. */
export interface RoleSearch {
  of?: readonly number[];
  find?: string;
  most?: number;
}

/**
 * The roles that an actor may choose from for the whole installation, with their workspaces: a
 * Super Admin from those of every workspace in use, everybody else from those of their own.
 */
export async function listPlacedRoles(
  actor: Actor,
  { of, find, most }: RoleSearch = {},
): Promise<PlacedRole[]> {
  const rows = table('roles')
    .join('workspaces', 'workspaces.id', 'roles.workspace_id')
    .whereNull('workspaces.archived_at')
    .orderBy('workspaces.is_primary', 'desc')
    .orderBy('workspaces.id')
    .orderBy('roles.id')
    .select('roles.id', 'roles.name', 'roles.workspace_id', 'workspaces.name as workspace_name');
  if (!isSuperAdmin(actor)) rows.where('roles.workspace_id', actor.workspaceId);
  if (of) rows.whereIn('roles.id', [...of]);
  if (find) rows.where(containing(['roles.name', 'workspaces.name'], find));
  if (most) rows.limit(most);
  return (await rows) as unknown as PlacedRole[];
}

/** The roles of these ids in one workspace; ids of other workspaces are left out. */
export async function rolesOf(workspaceId: number, ids: readonly number[]): Promise<RoleRow[]> {
  const rows = await table<RoleRow>('roles')
    .where({ workspace_id: workspaceId })
    .whereIn('id', [...ids]);
  return rows as RoleRow[];
}

/** @throws NotFound for a role of another workspace. */
export async function findRole(actor: Actor, id: number): Promise<RoleRow> {
  const found = await table<RoleRow>('roles')
    .where({ id, workspace_id: actor.workspaceId })
    .first();
  if (!found) throw new NotFound();
  return found as RoleRow;
}

/** A built-in role of a workspace. @throws Error when the workspace has not been given its roles. */
export async function builtInRole(workspaceId: number, key: BuiltInRole): Promise<RoleRow> {
  const found = await table<RoleRow>('roles').where({ workspace_id: workspaceId, key }).first();
  if (!found) throw new Error(`Workspace ${workspaceId} has no role "${key}"`);
  return found as RoleRow;
}

/** Gives a new workspace the built-in roles; those it has already stay as they are. */
export async function createBuiltInRoles(workspaceId: number): Promise<void> {
  const rows = await listRoles(workspaceId);
  for (const { key, name, audience } of builtIn) {
    if (rows.some((role) => role.key === key)) continue;
    await insertRow('roles', {
      workspace_id: workspaceId,
      key,
      name,
      audience,
      description: null,
      created_at: now(),
      updated_at: now(),
    });
  }
}

/** A stored grant of a role, or a role without any. */
export interface RoleGrantRow {
  id: number;
  key: BuiltInRole | null;
  audience: Audience;
  permission: string | null;
  scope: string | null;
}

/** Roles with their stored grants: one row for each grant, one with nulls for a role without any. */
export function roleGrants(roleIds: readonly number[]): Query<RoleGrantRow> {
  return table('roles')
    .leftJoin('role_grants', 'role_grants.role_id', 'roles.id')
    .whereIn('roles.id', [...roleIds])
    .select(
      'roles.id',
      'roles.key',
      'roles.audience',
      'role_grants.permission',
      'role_grants.scope',
    ) as never;
}

/** Who holds a role now: how many, and the first of them by name. */
export interface Holders {
  count: number;
  names: string[];
}

/** The holders of some roles, of many only the first `most` names; two queries. */
export async function listHolders(
  roleIds: readonly number[],
  most: number,
): Promise<Map<number, Holders>> {
  const counts = (await holdings(roleIds)
    .groupBy('membership_roles.role_id')
    .select('membership_roles.role_id')
    .count({ n: '*' })) as unknown as { role_id: number; n: unknown }[];
  const ranked = holdings(roleIds).select(
    'membership_roles.role_id',
    'users.name',
    raw(
      'row_number() over (partition by membership_roles.role_id order by users.name, users.id) as place',
    ),
  );
  const names = (await table('users')
    .from(ranked.as('ranked'))
    .where('place', '<=', most)
    .orderBy('place')
    .select('role_id', 'name')) as unknown as { role_id: number; name: string }[];
  return new Map(
    counts.map(({ role_id, n }) => [
      role_id,
      {
        count: Number(n),
        names: names.filter((row) => row.role_id === role_id).map((row) => row.name),
      },
    ]),
  );
}

/** One page of the roles of a workspace: the built-in ones first, then by name. */
export function pageOfRoles(
  workspaceId: number,
  { search, page }: { search: string; page: number },
): Promise<Page<RoleRow>> {
  const rows = table<RoleRow>('roles').where({ workspace_id: workspaceId }) as Query<RoleRow>;
  if (search) {
    const like = `%${search.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    rows.whereRaw(`lower(name) like ? escape '!'`, [like]);
  }
  rows
    .orderByRaw('case when roles.key is null then 1 else 0 end')
    .orderByRaw("case when roles.key is null then lower(name) else '' end")
    .orderBy('id');
  return paginate(rows, { page, perPage: 24 });
}

/** Roles held now by people who can come in or are invited. */
function holdings(roleIds: readonly number[]) {
  return table('membership_roles')
    .join('memberships', 'memberships.id', 'membership_roles.membership_id')
    .join('users', 'users.id', 'memberships.user_id')
    .whereIn('membership_roles.role_id', [...roleIds])
    .whereNot('users.status', 'inactive')
    .whereNot('memberships.status', 'suspended')
    .where((lasting) =>
      lasting.whereNull('membership_roles.ends_at').orWhere('membership_roles.ends_at', '>', now()),
    );
}

/** A role of this name in a workspace, whatever its case. */
export async function lookUpRoleNamed(
  workspaceId: number,
  name: string,
): Promise<RoleRow | undefined> {
  const wanted = name.toLowerCase();
  const roles = await listRoles(workspaceId);
  return roles.find((role) => role.name.toLowerCase() === wanted);
}

/** @returns the id of the new role */
export function insertRole(
  workspaceId: number,
  role: {
    name: string;
    description: string | null;
    audience: Audience;
    origin: { key: string | null; roleId: number | null };
  },
): Promise<number> {
  return insertRow('roles', {
    workspace_id: workspaceId,
    key: null,
    name: role.name,
    audience: role.audience,
    description: role.description,
    origin_key: role.origin.key,
    origin_role_id: role.origin.roleId,
    created_at: now(),
    updated_at: now(),
  });
}

/** The moment of the change says to other open forms that they are outdated, so it never repeats. */
export async function updateRoleRow(
  role: RoleRow,
  changes: { name: string; description: string | null },
): Promise<void> {
  const updated_at = Math.max(now(), role.updated_at + 1);
  await table('roles')
    .where({ id: role.id })
    .update({ ...changes, updated_at });
}

/** Sets exactly what is stored of a role: grants of a custom one, differences of a built-in one. */
export async function replaceGrants(
  roleId: number,
  grants: readonly (readonly [Permission, Scope])[],
): Promise<void> {
  await table('role_grants').where({ role_id: roleId }).delete();
  const rows = grants.map(([permission, scope]) => ({ role_id: roleId, permission, scope }));
  if (rows.length > 0) await insertRows('role_grants', rows);
}

/** Takes a role away; roles made from it forget where they come from. */
export async function deleteRoleRow(id: number): Promise<void> {
  await table('roles').where({ origin_role_id: id }).update({ origin_role_id: null });
  await table('roles').where({ id }).delete();
}

/** Whether a member holds a role, also one whose end has come. */
export async function holdsRole(membershipId: number, roleId: number): Promise<boolean> {
  const found = await table('membership_roles')
    .where({ membership_id: membershipId, role_id: roleId })
    .first('id');
  return found !== undefined;
}

/** How many memberships hold a role, those included that have ended or are inactive. */
export async function countHoldings(roleId: number): Promise<number> {
  const row = await table('membership_roles').where({ role_id: roleId }).count({ n: '*' }).first();
  return Number((row as { n?: unknown } | undefined)?.n ?? 0);
}
