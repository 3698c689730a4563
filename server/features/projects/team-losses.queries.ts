import { raw, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { visibleProjects } from './projects.policy.js';

/** Who would be on which projects no more if a team went. */
export interface TeamLosses {
  people: number;
  projects: number;
  /** The first of them by name, each with the projects they would lose. */
  lines: { person: string; projects: string[] }[];
}

/** Losses that are named; the rest is a number. */
const mostNamed = 200;

/** What the end of a team would take from whom, of the projects that the actor sees; two queries. */
export async function listTeamLosses(actor: Actor, teamId: number): Promise<TeamLosses> {
  const counted = (await lostPlaces(actor, teamId)
    .select(
      raw('count(distinct project_assignments.membership_id) as people'),
      raw('count(distinct project_assignments.project_id) as projects'),
    )
    .first()) as unknown as { people: unknown; projects: unknown };
  const rows = (await lostPlaces(actor, teamId)
    .join('users', 'users.id', 'memberships.user_id')
    .join('projects', 'projects.id', 'project_assignments.project_id')
    .orderBy('users.name')
    .orderBy('memberships.id')
    .orderBy('projects.name')
    .limit(mostNamed)
    .select('memberships.id', 'users.name as person', 'projects.name as project')) as unknown as {
    id: number;
    person: string;
    project: string;
  }[];
  const lines = new Map<number, TeamLosses['lines'][number]>();
  for (const { id, person, project } of rows) {
    const line = lines.get(id) ?? { person, projects: [] };
    line.projects.push(project);
    lines.set(id, line);
  }
  return {
    people: Number(counted.people),
    projects: Number(counted.projects),
    lines: [...lines.values()],
  };
}

/** Places on projects that people hold through this team and through nothing else. */
function lostPlaces(actor: Actor, teamId: number) {
  return table('project_assignments')
    .join('memberships', 'memberships.id', 'project_assignments.membership_id')
    .whereIn('project_assignments.project_id', visibleProjects(actor).select('projects.id'))
    .where((alone) => {
      alone
        .where('project_assignments.is_direct', 0)
        .orWhere('project_assignments.direct_ends_at', '<=', now());
    })
    .whereExists(placesThroughTeams().where('project_teams.team_id', teamId))
    .whereNotExists(placesThroughTeams().whereNot('project_teams.team_id', teamId));
}

/** The teams through which the person of an assignment is on its project. */
function placesThroughTeams() {
  return table('project_teams')
    .join('team_members', 'team_members.team_id', 'project_teams.team_id')
    .whereRaw('project_teams.project_id = project_assignments.project_id')
    .whereRaw('team_members.membership_id = project_assignments.membership_id')
    .select('project_teams.id');
}
