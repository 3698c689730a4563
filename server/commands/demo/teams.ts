import { insertRow, insertRows } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { settleAssignments } from '../../features/projects/index.js';
import { teams } from './cast.js';
import type { ProjectScript } from './script.js';
import type { Stage } from './work.js';

/** Makes the agency's teams and puts them on the projects whose script names them. */
export async function makeTeams(
  stage: Stage,
  scripts: readonly ProjectScript[],
  projectIds: readonly number[],
): Promise<void> {
  for (const [place, { members, ...team }] of teams.entries()) {
    const at = now() - 300 * day;
    const team_id = await insertRow('teams', {
      workspace_id: stage.workspaceId,
      ...team,
      name_key: team.name.toLowerCase(),
      created_at: at,
      updated_at: at,
    });
    const memberships = members.flatMap((member) => stage.team[member]?.membershipId ?? []);
    await insertRows(
      'team_members',
      memberships.map((membership_id) => ({ team_id, membership_id, created_at: at })),
    );
    const projects = projectIds.filter((_id, number) => scripts[number]?.teams?.includes(place));
    await insertRows(
      'project_teams',
      projects.map((project_id) => ({ project_id, team_id, created_at: now() })),
    );
  }
  await settleAssignments({ projectIds });
}
