import { lockRows } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { TeamProjects } from '../teams/index.js';
import { announcePeople } from './project-people.service.js';
import { staffableTeams } from './project-teams.policy.js';
import { deleteProjectTeams, listTeamProjectIds } from './project-teams.queries.js';
import { projectTeamAdded, projectTeamRemoved } from './projects.events.js';
import { listProjectNames } from './projects.queries.js';
import { settleAssignments, type Touched } from './team-assignments.queries.js';

/** How projects follow their teams. */
export const followingTeams: TeamProjects = {
  mayStaff: async (actor, teamId) =>
    (await staffableTeams(actor).where('teams.id', teamId).first('teams.id')) !== undefined,
  lock: lockTeams,
  follow: async (actor, teamId, membershipIds) =>
    settleAndAnnounce(
      actor,
      { projectIds: await listTeamProjectIds([teamId]), membershipIds },
      true,
    ),
  release,
};

/** Locks teams, then the projects they are on and some others: the one order in which both are locked. */
export async function lockTeams(
  teamIds: readonly number[],
  moreProjectIds: readonly number[] = [],
): Promise<void> {
  await lockRows('teams', teamIds);
  const ids = [...(await listTeamProjectIds(teamIds)), ...moreProjectIds];
  await lockRows('projects', [...new Set(ids)]);
}

/** Brings assignments in line with the teams and tells of everybody who came or went. */
export async function settleAndAnnounce(
  actor: Actor,
  touched: Touched,
  isJoining = false,
): Promise<void> {
  const { gained, lost } = await settleAssignments(touched);
  await announcePeople(actor, 'added', gained, isJoining);
  await announcePeople(actor, 'removed', lost);
}

/** Tells of a team that came onto a project or left it. */
export async function announceTeam(
  actor: Actor,
  kind: 'added' | 'removed',
  project: { id: number; name: string },
  team: { name: string },
): Promise<void> {
  await publish(kind === 'added' ? projectTeamAdded : projectTeamRemoved, {
    actor,
    subject: { type: 'project', id: project.id },
    projectId: project.id,
    visibility: 'internal',
    data: { name: project.name, team: team.name },
    audit: { name: project.name, [kind === 'added' ? 'after' : 'before']: { team: team.name } },
  });
}

async function release(actor: Actor, team: { id: number; name: string }): Promise<void> {
  const projectIds = await listTeamProjectIds([team.id]);
  await deleteProjectTeams(projectIds, [team.id]);
  for (const [id, name] of await listProjectNames(projectIds))
    await announceTeam(actor, 'removed', { id, name }, team);
  await settleAndAnnounce(actor, { projectIds });
}
