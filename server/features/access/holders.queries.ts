import { raw, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Audience, Override } from '../../core/permissions/index.js';

/** Somebody who holds a role now. */
export interface Holder {
  membershipId: number;
  userId: number;
  name: string;
  /** Every role they hold now, the one asked for included. */
  roleIds: number[];
  overrides: Override[];
}

/** People whose change is worked out one by one; of more there is only a number. */
const most = 2000;

/**
 * Who holds a role now and can come in or is invited, by name, with everything that decides what
 * they may do: three queries, and the number of all of them.
 */
export async function listHoldersWhole(
  roleId: number,
): Promise<{ holders: Holder[]; total: number }> {
  const rows = (await holding(roleId)
    .orderBy('users.name')
    .orderBy('users.id')
    .limit(most)
    .select('memberships.id', 'memberships.user_id', 'users.name')) as unknown as {
    id: number;
    user_id: number;
    name: string;
  }[];
  const holders = rows.map(({ id, user_id, name }) => ({
    membershipId: id,
    userId: user_id,
    name,
    roleIds: [],
    overrides: [],
  }));
  await addRoles(roleId, holders);
  await addOverrides(roleId, holders);
  const total = rows.length < most ? rows.length : await countHolders(roleId);
  return { holders, total };
}

/** The first people who hold a role, by name, and how many there are. */
export async function listFirstHolders(
  roleId: number,
  limit: number,
): Promise<{ rows: { user_id: number; audience: Audience }[]; total: number }> {
  const rows = await holding(roleId)
    .orderBy('users.name')
    .orderBy('users.id')
    .limit(limit)
    .select('memberships.user_id', 'memberships.audience');
  return { rows: rows as never, total: await countHolders(roleId) };
}

/** Every membership that was given a role, also one that has ended or whose end has come. */
export async function listMembershipsWith(roleId: number): Promise<number[]> {
  const rows = await table('membership_roles')
    .where({ role_id: roleId })
    .orderBy('membership_id')
    .select('membership_id');
  return (rows as unknown as { membership_id: number }[]).map((row) => row.membership_id);
}

async function countHolders(roleId: number): Promise<number> {
  const row = (await holding(roleId).count({ n: '*' }).first()) as { n?: unknown } | undefined;
  return Number(row?.n ?? 0);
}

async function addRoles(roleId: number, holders: readonly Holder[]): Promise<void> {
  const byMembership = new Map(holders.map((holder) => [holder.membershipId, holder]));
  const rows = (await table('membership_roles')
    .whereIn('membership_id', holding(roleId).select('memberships.id'))
    .where(lasting('membership_roles.ends_at'))
    .orderBy('id')
    .select('membership_id', 'role_id')) as unknown as { membership_id: number; role_id: number }[];
  for (const row of rows) byMembership.get(row.membership_id)?.roleIds.push(row.role_id);
}

async function addOverrides(roleId: number, holders: readonly Holder[]): Promise<void> {
  const byMembership = new Map(holders.map((holder) => [holder.membershipId, holder]));
  const rows = (await table('permission_overrides')
    .whereIn('membership_id', holding(roleId).select('memberships.id'))
    .where(lasting('permission_overrides.ends_at'))
    .orderBy('id')
    .select('membership_id', 'permission', 'effect', 'scope', 'ends_at')) as unknown as ({
    membership_id: number;
    ends_at: number | null;
  } & Omit<Override, 'endsAt'>)[];
  for (const { membership_id, permission, effect, scope, ends_at } of rows)
    byMembership.get(membership_id)?.overrides.push({ permission, effect, scope, endsAt: ends_at });
}

function holding(roleId: number) {
  return table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .whereNot('users.status', 'inactive')
    .whereNot('memberships.status', 'suspended')
    .where(lasting('memberships.ends_at'))
    .whereExists((held) => {
      held
        .select(raw('1'))
        .from('membership_roles')
        .where('membership_roles.membership_id', raw('memberships.id'))
        .where('membership_roles.role_id', roleId)
        .where(lasting('membership_roles.ends_at'));
    });
}

function lasting(column: string) {
  return (rows: ReturnType<typeof table>) => {
    rows.whereNull(column).orWhere(column, '>', now());
  };
}
