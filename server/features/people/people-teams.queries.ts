import { containing, type Page, paginate, type Query, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import type { MembershipRow } from '../memberships/index.js';
import { staffableTeams } from '../projects/index.js';
import { memberIdsOf, type TeamName, type TeamRow, visibleTeams } from '../teams/index.js';
import { type PersonRow, personRows } from './people.queries.js';

/** Which part of a long list is wanted. */
export interface Wanted {
  search: string;
  page: number;
}

/** Teams that the actor may put people into, by name. */
export async function listTeamChoices(actor: Actor): Promise<TeamName[]> {
  const rows = await staffableTeams(actor)
    .orderBy('teams.name_key')
    .select('teams.id', 'teams.name', 'teams.hue');
  return rows as TeamName[];
}

/** Whether the actor may change who is in a team. */
export async function mayStaff(actor: Actor, teamId: number): Promise<boolean> {
  const found = await staffableTeams(actor).where('teams.id', teamId).first('teams.id');
  return found !== undefined;
}

/** One page of the teams, by name. */
export function listTeams(actor: Actor, { search, page }: Wanted): Promise<Page<TeamRow>> {
  const rows = visibleTeams(actor).select('teams.*').orderBy('teams.name_key');
  if (search) rows.where(containing(['teams.name', 'teams.description'], search));
  return paginate(rows as Query<TeamRow>, { page, perPage: 25 });
}

/** One page of those who are in a team, by name. */
export function listTeamMembers(
  actor: Actor,
  teamId: number,
  page: number,
): Promise<Page<PersonRow>> {
  const rows = staff(actor).whereIn('memberships.id', memberIdsOf(teamId));
  return paginate(byName(rows), { page, perPage: 25 });
}

/** One page of those who could come into a team: neither in it nor kept out, by name. */
export function listTeamCandidates(
  actor: Actor,
  teamId: number,
  { search, page }: Wanted,
): Promise<Page<PersonRow>> {
  const rows = staff(actor)
    .whereNotIn('memberships.id', memberIdsOf(teamId))
    .whereIn('memberships.status', ['active', 'pending'])
    .whereNot('users.status', 'inactive')
    .where((lasting) => {
      lasting.whereNull('memberships.ends_at').orWhere('memberships.ends_at', '>', now());
    });
  // A search must not tell addresses to who does not read the list of people.
  const columns = ['users.name', 'users.job_title'];
  if (holds(actor, 'users.view')) columns.push('users.email');
  if (search) rows.where(containing(columns, search));
  return paginate(byName(rows), { page, perPage: 25 });
}

/** The agency's own people: whoever fills teams must see whom they can choose from. */
function staff(actor: Actor): Query<PersonRow> {
  const rows = table<MembershipRow>('memberships')
    .where('memberships.workspace_id', actor.workspaceId)
    .where('memberships.audience', 'team') as Query<MembershipRow>;
  return personRows(rows);
}

function byName(rows: Query<PersonRow>): Query<PersonRow> {
  return rows.orderByRaw('lower(users.name)').orderBy('memberships.id') as Query<PersonRow>;
}
