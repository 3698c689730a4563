import { type Knex, raw, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Audience, BuiltInRole } from '../../core/permissions/index.js';

/** Somebody with access, as the list of a review needs them. */
export interface PresentMember {
  membership_id: number;
  user_id: number;
  audience: Audience;
  name: string;
  email: string;
  company: string | null;
  status: 'active' | 'pending';
  version: number;
  created_at: number;
  last_sign_in_at: number | null;
  second_factor_at: number | null;
  ends_at: number | null;
}

/** What of a member's access is counted. */
export interface Counted {
  roles: { name: string; key: BuiltInRole | null }[];
  exceptions: number;
  projects: number;
  /** Those of the projects that are neither completed nor put away. */
  running: number;
}

/** Everybody with access to a workspace or invited to it, after a membership: as many as asked for. */
export async function listPresent(
  workspaceId: number,
  afterId: number,
  most: number,
): Promise<PresentMember[]> {
  const rows = await table('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .leftJoin('companies', 'companies.id', 'memberships.company_id')
    .where('memberships.workspace_id', workspaceId)
    .where('memberships.id', '>', afterId)
    .whereIn('memberships.status', ['active', 'pending'])
    .whereNot('users.status', 'inactive')
    .where(lasting('memberships.ends_at'))
    .orderBy('memberships.id')
    .limit(most)
    .select(
      'memberships.id as membership_id',
      'memberships.user_id',
      'memberships.audience',
      'users.name',
      'users.email',
      'companies.name as company',
      'memberships.status',
      'memberships.version',
      'memberships.created_at',
      'users.last_sign_in_at',
      'users.second_factor_at',
      'memberships.ends_at',
    );
  return rows as unknown as PresentMember[];
}

/** Roles, exceptions and projects of some members: three queries, however many. */
export async function countAccess(membershipIds: readonly number[]): Promise<Map<number, Counted>> {
  const found = new Map<number, Counted>(
    membershipIds.map((id) => [id, { roles: [], exceptions: 0, projects: 0, running: 0 }]),
  );
  for (const { id, name, key } of await rolesOf(membershipIds))
    found.get(id)?.roles.push({ name, key });
  for (const { id, n } of await exceptionsOf(membershipIds)) {
    const counted = found.get(id);
    if (counted) counted.exceptions = Number(n);
  }
  for (const { id, n, running } of await projectsOf(membershipIds)) {
    const counted = found.get(id);
    if (counted) Object.assign(counted, { projects: Number(n), running: Number(running) });
  }
  return found;
}

async function rolesOf(membershipIds: readonly number[]) {
  const rows = await table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .whereIn('membership_roles.membership_id', [...membershipIds])
    .where(lasting('membership_roles.ends_at'))
    .orderBy('roles.name')
    .select('membership_roles.membership_id as id', 'roles.name', 'roles.key');
  return rows as unknown as { id: number; name: string; key: BuiltInRole | null }[];
}

async function exceptionsOf(membershipIds: readonly number[]) {
  const rows = await table('permission_overrides')
    .whereIn('membership_id', [...membershipIds])
    .where(lasting('ends_at'))
    .groupBy('membership_id')
    .select('membership_id as id')
    .count({ n: '*' });
  return rows as unknown as { id: number; n: unknown }[];
}

async function projectsOf(membershipIds: readonly number[]) {
  const rows = await table('project_assignments')
    .join('projects', 'projects.id', 'project_assignments.project_id')
    .whereIn('project_assignments.membership_id', [...membershipIds])
    .where(lasting('project_assignments.ends_at'))
    .whereNull('projects.deleted_at')
    .groupBy('project_assignments.membership_id')
    .select('project_assignments.membership_id as id')
    .count({ n: '*' })
    .sum({ running: runningProject() });
  return rows as unknown as { id: number; n: unknown; running: unknown }[];
}

function runningProject(): Knex.Raw {
  return raw(
    "case when projects.status = 'completed' or projects.archived_at is not null then 0 else 1 end",
  );
}

function lasting(column: string) {
  return (either: Knex.QueryBuilder): void => {
    either.whereNull(column).orWhere(column, '>', now());
  };
}
