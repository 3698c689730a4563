import {
  inParts,
  insertRow,
  insertRows,
  insertRowsBy,
  type Query,
  raw,
  table,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor, Audience, Scope } from '../../core/permissions/index.js';

/** A user in a workspace. */
export interface MembershipRow {
  id: number;
  workspace_id: number;
  user_id: number;
  audience: Audience;
  /** pending: invited; suspended: kept out of this workspace. */
  status: 'pending' | 'active' | 'suspended';
  /** Rises with every change of this person's rights here. */
  version: number;
  /** A contact's company; null for the team and for contacts without one. */
  company_id: number | null;
  /** Moment (ms UTC) from which the membership counts no more, or null. */
  ends_at: number | null;
  created_at: number;
}

/** A role held by a member. */
export interface MembershipRoleRow {
  id: number;
  membership_id: number;
  role_id: number;
  ends_at: number | null;
  /** Moment (ms UTC) from which the member has the role. */
  granted_at: number;
}

/** Something set for one person. */
export interface OverrideRow {
  id: number;
  membership_id: number;
  permission: string;
  effect: 'allow' | 'deny';
  scope: Scope;
  ends_at: number | null;
}

/** A membership of the actor's workspace. @throws NotFound */
export async function findMembership(
  actor: Pick<Actor, 'workspaceId'>,
  id: number,
): Promise<MembershipRow> {
  const found = await table<MembershipRow>('memberships')
    .where({ id, workspace_id: actor.workspaceId })
    .first();
  if (!found) throw new NotFound();
  return found as MembershipRow;
}

/** Where a user belongs, oldest first. */
export async function membershipsOf(userId: number): Promise<MembershipRow[]> {
  const rows = await table<MembershipRow>('memberships').where({ user_id: userId }).orderBy('id');
  return rows as MembershipRow[];
}

/** A user's membership of a workspace, or nothing. */
export async function lookUpMembership(
  workspaceId: number,
  userId: number,
): Promise<MembershipRow | undefined> {
  const found = await table<MembershipRow>('memberships')
    .where({ workspace_id: workspaceId, user_id: userId })
    .first();
  return found as MembershipRow | undefined;
}

/** Memberships of a workspace that count now, joined with their users. */
export function activeMemberships(workspaceId: number): Query<MembershipRow> {
  return table<MembershipRow>('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where('memberships.workspace_id', workspaceId)
    .where('memberships.status', 'active')
    .where('users.status', 'active')
    .where((lasting) =>
      lasting.whereNull('memberships.ends_at').orWhere('memberships.ends_at', '>', now()),
    ) as Query<MembershipRow>;
}

/** Roles that a member holds, with the moment each ends; those that have ended too. */
export async function rolesHeld(membershipId: number): Promise<MembershipRoleRow[]> {
  const rows = await table<MembershipRoleRow>('membership_roles')
    .where({ membership_id: membershipId })
    .orderBy('id');
  return rows as MembershipRoleRow[];
}

/** The same for several members, by membership; one query. */
export async function rolesHeldBy(
  membershipIds: readonly number[],
): Promise<Map<number, MembershipRoleRow[]>> {
  const rows = (await table<MembershipRoleRow>('membership_roles')
    .whereIn('membership_id', [...membershipIds])
    .orderBy('id')) as MembershipRoleRow[];
  const held = new Map<number, MembershipRoleRow[]>(membershipIds.map((id) => [id, []]));
  for (const row of rows) held.get(row.membership_id)?.push(row);
  return held;
}

/** Names of the roles that members hold now, by membership; one query. */
export async function roleNamesOf(
  membershipIds: readonly number[],
): Promise<Map<number, string[]>> {
  if (membershipIds.length === 0) return new Map();
  const rows = (await table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .whereIn('membership_roles.membership_id', [...membershipIds])
    .where((lasting) =>
      lasting.whereNull('membership_roles.ends_at').orWhere('membership_roles.ends_at', '>', now()),
    )
    .orderBy('roles.id')
    .select('membership_roles.membership_id', 'roles.name')) as unknown as {
    membership_id: number;
    name: string;
  }[];
  const names = new Map<number, string[]>();
  for (const { membership_id, name } of rows)
    names.set(membership_id, [...(names.get(membership_id) ?? []), name]);
  return names;
}

/** What is set for a member besides the roles. */
export async function overridesOf(membershipId: number): Promise<OverrideRow[]> {
  const rows = await table<OverrideRow>('permission_overrides')
    .where({ membership_id: membershipId })
    .orderBy('permission');
  return rows as OverrideRow[];
}

/** The same for several members; one query. */
export async function listOverridesOf(membershipIds: readonly number[]): Promise<OverrideRow[]> {
  const rows = await table<OverrideRow>('permission_overrides')
    .whereIn('membership_id', [...membershipIds])
    .orderBy('id');
  return rows as OverrideRow[];
}

/**
 * Memberships of a workspace that are Admin without an end, of people who can sign in: those on
 * whom the installation can rely.
 */
export async function countLastingAdmins(workspaceId: number, except: number): Promise<number> {
  const row = await table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where('memberships.workspace_id', workspaceId)
    .where({ 'memberships.status': 'active', 'users.status': 'active', 'roles.key': 'admin' })
    .whereNull('memberships.ends_at')
    .whereNull('membership_roles.ends_at')
    .whereNot('memberships.id', except)
    .count({ n: '*' })
    .first();
  return Number((row as { n?: unknown } | undefined)?.n ?? 0);
}

/** Whether a member is Admin without an end and can sign in. */
export async function isLastingAdmin(membershipId: number): Promise<boolean> {
  const rows = await table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .join('membership_roles', 'membership_roles.membership_id', 'memberships.id')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where('memberships.id', membershipId)
    .where({ 'memberships.status': 'active', 'users.status': 'active', 'roles.key': 'admin' })
    .whereNull('memberships.ends_at')
    .whereNull('membership_roles.ends_at')
    .select('memberships.id')
    .limit(1);
  return rows.length > 0;
}

/** Whether a member has the role Admin at all, ended or not. */
export async function hasAdminRole(membershipId: number): Promise<boolean> {
  const rows = await table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where({ 'membership_roles.membership_id': membershipId, 'roles.key': 'admin' })
    .select('roles.id')
    .limit(1);
  return rows.length > 0;
}

/** Stores a membership; returns its id. */
export function insertMembership(row: Omit<MembershipRow, 'id'>): Promise<number> {
  return insertRow('memberships', { ...row });
}

/** Stores memberships of one workspace; returns their ids by user. */
export function insertMemberships(
  workspace_id: number,
  rows: readonly Omit<MembershipRow, 'id'>[],
): Promise<Map<number, number>> {
  const all = rows.map((row) => ({ ...row }));
  return insertRowsBy('memberships', all, 'user_id', { workspace_id });
}

/** Gives members who have none yet roles without an end. */
export async function insertRoles(
  rows: readonly Pick<MembershipRoleRow, 'membership_id' | 'role_id'>[],
): Promise<void> {
  const granted_at = now();
  await insertRows(
    'membership_roles',
    rows.map((row) => ({ ...row, ends_at: null, granted_at })),
  );
}

/** Memberships of the actor's workspace, in the order of their ids as given. @throws NotFound */
export async function findMemberships(
  actor: Pick<Actor, 'workspaceId'>,
  ids: readonly number[],
): Promise<MembershipRow[]> {
  const found = new Map<number, MembershipRow>();
  for (const part of inParts(ids)) {
    const rows = table<MembershipRow>('memberships').whereIn('id', part);
    for (const row of (await rows.where('workspace_id', actor.workspaceId)) as MembershipRow[])
      found.set(row.id, row);
  }
  return ids.map((id) => {
    const member = found.get(id);
    if (!member) throw new NotFound();
    return member;
  });
}

/** Changes columns of a membership; its version rises with them. */
export async function updateMembership(
  id: number,
  changes: Partial<Pick<MembershipRow, 'status' | 'ends_at' | 'company_id'>> = {},
): Promise<void> {
  await table('memberships')
    .where({ id })
    .update({ ...changes, version: raw('version + 1') });
}

/** Gives a member exactly these roles; those they had before they have since then. */
export async function replaceRoles(
  membership_id: number,
  roles: readonly { roleId: number; endsAt: number | null }[],
): Promise<void> {
  const held = (await rolesHeld(membership_id)).filter(
    ({ ends_at }) => ends_at === null || ends_at > now(),
  );
  const before = new Map(held.map((row) => [row.role_id, row]));
  await table('membership_roles').where({ membership_id }).delete();
  for (const { roleId, endsAt } of roles) {
    const granted_at = before.get(roleId)?.granted_at ?? now();
    const row = { membership_id, role_id: roleId, ends_at: endsAt, granted_at };
    await insertRow('membership_roles', row);
  }
}

/** The roles of a member count from a moment (ms UTC) on: that of coming in by an invitation. */
export async function beginRoles(membership_id: number, granted_at: number): Promise<void> {
  await table('membership_roles').where({ membership_id }).update({ granted_at });
}

/** Sets exactly these overrides for a member. */
export async function replaceOverrides(
  membership_id: number,
  overrides: readonly Omit<OverrideRow, 'id' | 'membership_id'>[],
): Promise<void> {
  await table('permission_overrides').where({ membership_id }).delete();
  for (const { permission, effect, scope, ends_at } of overrides) {
    await insertRow('permission_overrides', { membership_id, permission, effect, scope, ends_at });
  }
}
