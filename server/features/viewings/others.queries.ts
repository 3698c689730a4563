import { containing, type Query, table } from '../../core/database/index.js';
import type { Actor, Audience } from '../../core/permissions/index.js';
import { activeMemberships, type MembershipRow } from '../memberships/index.js';
import { assignedProjectIds, isLive } from '../projects/index.js';

/** Somebody to choose from a list. */
export interface Other {
  user_id: number;
  name: string;
  company_name: string | null;
}

/** People that one list offers; a search finds the rest. */
const mostShown = 20;

/**
 * Who can stand in for a holder of a role: people of its audience who could come in, without
 * Admins, by name; one more than are shown where there are more.
 */
export async function listStandIns(
  viewer: Actor,
  audience: Audience,
  search: string,
): Promise<Other[]> {
  const rows = presentPeople(viewer, audience, search).whereNot('users.id', viewer.userId);
  return (await rows.limit(mostShown + 1)) as unknown as Other[];
}

/**
 * Who is near to somebody: for a contact those of their company and of their projects, for a member
 * of the team the rest of it. By name; one more than are shown where there are more.
 */
export async function listOthers(as: Actor, search: string): Promise<Other[]> {
  return (await near(as, search).limit(mostShown + 1)) as unknown as Other[];
}

/** One of them; undefined for anybody else. */
export async function lookUpOther(as: Actor, userId: number): Promise<Other | undefined> {
  const found = await near(as, '').where('users.id', userId).first();
  return found as unknown as Other | undefined;
}

function near(as: Actor, search: string): Query<MembershipRow> {
  const rows = presentPeople(as, as.kind === 'client' ? 'client' : 'team', search);
  rows.whereNot('users.id', as.userId);
  if (as.kind !== 'client') return rows;
  const together = table('project_assignments')
    .whereIn('project_assignments.project_id', assignedProjectIds(as))
    .where(isLive('project_assignments.ends_at'))
    .select('project_assignments.membership_id');
  return rows.where((either) => {
    either.whereIn('memberships.id', together);
    if (as.companyId !== null) either.orWhere('memberships.company_id', as.companyId);
  }) as Query<MembershipRow>;
}

/** Who could come in now; of the team without Admins, whose product has everything in it. */
function presentPeople(
  { workspaceId }: Actor,
  audience: Audience,
  search: string,
): Query<MembershipRow> {
  const rows = activeMemberships(workspaceId)
    .leftJoin('companies', 'companies.id', 'memberships.company_id')
    .where('memberships.audience', audience)
    .whereNotIn('memberships.id', adminMembershipIds())
    .orderBy('users.name')
    .orderBy('users.id')
    .select('users.id as user_id', 'users.name', 'companies.name as company_name');
  if (search) rows.where(containing(['users.name', 'companies.name'], search));
  return rows as unknown as Query<MembershipRow>;
}

function adminMembershipIds(): Query<object> {
  return table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where('roles.key', 'admin')
    .where(isLive('membership_roles.ends_at'))
    .select('membership_roles.membership_id') as unknown as Query<object>;
}
