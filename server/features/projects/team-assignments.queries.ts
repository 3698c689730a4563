import { insertRows, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { AssignmentRow } from './projects.policy.js';

/** Somebody and a project. */
export interface Place {
  project_id: number;
  membership_id: number;
}

/** Who is on which project now and was not, and the other way round. */
export interface Shift {
  gained: Place[];
  lost: Place[];
}

/** Of which people on which projects something changed. */
export interface Touched {
  projectIds: readonly number[];
  /** Only these people; everybody without them. */
  membershipIds?: readonly number[];
}

/**
 * Makes the stored assignments say what they mean: on a project is who was chosen for it by hand,
 * until that ends, and who is in one of its teams. An end stands aside while a team holds somebody
 * there and counts again afterwards. The caller has locked the projects.
 */
export async function settleAssignments(touched: Touched): Promise<Shift> {
  const shift: Shift = { gained: [], lost: [] };
  if (touched.projectIds.length === 0) return shift;
  const through = new Map((await listThroughTeams(touched)).map((place) => [keyOf(place), place]));
  const rows = (await narrowed('project_assignments', touched)) as unknown as AssignmentRow[];
  for (const row of rows) {
    const isHeld = through.delete(keyOf(row));
    if (isHeld ? await hold(row) : await letGo(row)) shift[isHeld ? 'gained' : 'lost'].push(row);
  }
  shift.gained.push(...through.values());
  await insertThroughTeams([...through.values()]);
  return shift;
}

/** Who is on a project through its teams, whatever else puts them there. */
async function listThroughTeams(touched: Touched): Promise<Place[]> {
  const rows = narrowed('project_teams', touched)
    .join('team_members', 'team_members.team_id', 'project_teams.team_id')
    .join('memberships', 'memberships.id', 'team_members.membership_id')
    .where('memberships.audience', 'team')
    .distinct('project_teams.project_id', 'team_members.membership_id');
  return (await rows) as unknown as Place[];
}

function narrowed(
  name: 'project_assignments' | 'project_teams',
  { projectIds, membershipIds }: Touched,
) {
  const rows = table(name).whereIn(`${name}.project_id`, [...projectIds]);
  const source = name === 'project_teams' ? 'team_members' : name;
  if (membershipIds) rows.whereIn(`${source}.membership_id`, [...membershipIds]);
  return rows;
}

/** A team holds somebody: their own end stands aside. Says whether they come onto the project anew. */
async function hold(row: AssignmentRow): Promise<boolean> {
  if (row.ends_at === null) return false;
  await update(row.id, { ends_at: null, direct_ends_at: row.ends_at });
  return row.ends_at <= now();
}

/** No team holds somebody any more. Says whether they are off the project now. */
async function letGo(row: AssignmentRow): Promise<boolean> {
  if (row.is_direct === 0) {
    await table('project_assignments').where({ id: row.id }).delete();
    return true;
  }
  if (row.direct_ends_at === null) return false;
  await update(row.id, { ends_at: row.direct_ends_at, direct_ends_at: null });
  return row.direct_ends_at <= now();
}

async function insertThroughTeams(places: readonly Place[]): Promise<void> {
  const created_at = now();
  await insertRows(
    'project_assignments',
    places.map((place) => ({
      ...place,
      ends_at: null,
      is_direct: 0,
      direct_ends_at: null,
      created_at,
    })),
  );
}

async function update(
  id: number,
  ends: Pick<AssignmentRow, 'ends_at' | 'direct_ends_at'>,
): Promise<void> {
  await table('project_assignments').where({ id }).update(ends);
}

function keyOf({ project_id, membership_id }: Place): string {
  return `${project_id} ${membership_id}`;
}
