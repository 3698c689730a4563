import { everybody, keptQuery, raw, table } from '../../core/database/index.js';
import { people } from '../memberships/index.js';
import type { ProjectPerson } from './project-people.queries.js';
import { isLive } from './projects.policy.js';

/** The team of a project as a card shows it: its first members and how many there are. */
export interface ProjectFaces {
  team: ProjectPerson[];
  count: number;
}

interface FaceRow {
  project_id: number;
  membership_id: number;
  user_id: number;
  company_id: number | null;
  total: unknown;
}

const firstFaces = keptQuery<object, { projectIds: readonly number[]; most: number }, FaceRow[]>(
  (_everybody, { projectIds, most }) => {
    const ranked = table('project_assignments')
      .join('memberships', 'memberships.id', 'project_assignments.membership_id')
      .join('users', 'users.id', 'memberships.user_id')
      .whereIn('project_assignments.project_id', [...projectIds])
      .where('memberships.audience', 'team')
      .whereNot('users.status', 'inactive')
      .whereIn('memberships.status', ['active', 'pending'])
      .where(isLive('project_assignments.ends_at'))
      .where(isLive('memberships.ends_at'))
      .select(
        'project_assignments.project_id',
        'project_assignments.membership_id',
        'memberships.user_id',
        'memberships.company_id',
        raw('count(*) over (partition by project_assignments.project_id) as total'),
        raw(
          'row_number() over (partition by project_assignments.project_id order by project_assignments.membership_id) as place',
        ),
      );
    return table<FaceRow>('project_assignments')
      .from(ranked.as('ranked'))
      .where('place', '<=', most)
      .orderBy('place')
      .select('project_id', 'membership_id', 'user_id', 'company_id', 'total') as never;
  },
);

/**
 * The first members of each of several projects, those longest with the agency: two queries and at
 * most so many people each, however many are on them.
 */
export async function listFacesOf(
  projectIds: readonly number[],
  most: number,
): Promise<Map<number, ProjectFaces>> {
  const found = new Map<number, ProjectFaces>();
  if (projectIds.length === 0) return found;
  const rows = await firstFaces(everybody, { projectIds, most });
  const known = await people(rows.map((row) => row.user_id));
  for (const row of rows) {
    const person = known.get(row.user_id);
    if (!person) continue;
    const faces = found.get(row.project_id) ?? { team: [], count: Number(row.total) };
    faces.team.push({ membershipId: row.membership_id, companyId: row.company_id, ...person });
    found.set(row.project_id, faces);
  }
  return found;
}
