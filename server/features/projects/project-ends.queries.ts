import { type Page, paginate, table } from '../../core/database/index.js';
import type { Audience } from '../../core/permissions/index.js';
import { asEndings, type Ending, endingPerson } from '../memberships/index.js';

/** Somebody chosen by hand for a project, with the end of that. */
export interface EndRow {
  id: number;
  membership_id: number;
  user_id: number;
  audience: Audience;
  name: string;
  company_name: string | null;
  /** The end that counts now. */
  ends_at: number | null;
  /** The end that stands aside while a team holds the person on the project. */
  direct_ends_at: number | null;
}

const perPage = 50;

/** Those chosen by hand for a project, the team first, by name: one page. */
export function pageOfEnds(projectId: number, page: number): Promise<Page<EndRow>> {
  return paginate(
    chosen(projectId)
      .orderBy('memberships.audience', 'desc')
      .orderBy('users.name')
      .orderBy('project_assignments.id') as never,
    { page, perPage },
  );
}

/** Those of some memberships who were chosen by hand for a project. */
export async function listEnds(
  projectId: number,
  membershipIds: readonly number[],
): Promise<EndRow[]> {
  if (membershipIds.length === 0) return [];
  const rows = await chosen(projectId).whereIn('project_assignments.membership_id', [
    ...membershipIds,
  ]);
  return rows as unknown as EndRow[];
}

/** Sets the end (ms UTC, or null) of an assignment; while a team holds the person it stands aside. */
export async function updateEnd(
  { id }: Pick<EndRow, 'id'>,
  endsAt: number | null,
  isHeld: boolean,
): Promise<void> {
  await table('project_assignments')
    .where({ id })
    .update(
      isHeld
        ? { ends_at: null, direct_ends_at: endsAt }
        : { ends_at: endsAt, direct_ends_at: null },
    );
}

/** Moves clients whose access has one end, null for none, to another; returns how many. */
export async function moveClientEnds(
  projectId: number,
  from: number | null,
  to: number | null,
): Promise<number> {
  return table('project_assignments')
    .where({ project_id: projectId, ends_at: from })
    .whereIn('membership_id', table('memberships').where({ audience: 'client' }).select('id'))
    .update({ ends_at: to });
}

/** Assignments that end after one moment and not after another (ms UTC), of people who can sign in. */
export async function listEndingAssignments(after: number, until: number): Promise<Ending[]> {
  const rows = await table('project_assignments')
    .join('memberships', 'memberships.id', 'project_assignments.membership_id')
    .join('users', 'users.id', 'memberships.user_id')
    .join('projects', 'projects.id', 'project_assignments.project_id')
    .where({ 'memberships.status': 'active', 'users.status': 'active' })
    .whereNull('projects.deleted_at')
    .whereBetween('project_assignments.ends_at', [after + 1, until])
    .orderBy('project_assignments.ends_at')
    .orderBy('project_assignments.id')
    .select(...endingPerson, 'projects.name as what', 'project_assignments.ends_at');
  return asEndings('project', rows);
}

function chosen(projectId: number) {
  return table('project_assignments')
    .join('memberships', 'memberships.id', 'project_assignments.membership_id')
    .join('users', 'users.id', 'memberships.user_id')
    .leftJoin('companies', 'companies.id', 'memberships.company_id')
    .where({ 'project_assignments.project_id': projectId, 'project_assignments.is_direct': 1 })
    .whereIn('memberships.status', ['active', 'pending'])
    .select(
      'project_assignments.id',
      'project_assignments.membership_id',
      'memberships.user_id',
      'memberships.audience',
      'users.name',
      'companies.name as company_name',
      'project_assignments.ends_at',
      'project_assignments.direct_ends_at',
    );
}
