import { lockRow, lockRows, transaction } from '../../core/database/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listTeamOptions } from '../teams/index.js';
import { listEnds, updateEnd } from './project-ends.queries.js';
import { endOf } from './project-ends.service.js';
import {
  insertAssignments,
  listAssignable,
  listDirectIds,
  listLiveIds,
  listProjectPeople,
  markIndirect,
} from './project-people.queries.js';
import { announcePeople } from './project-people.service.js';
import {
  deleteProjectTeams,
  insertProjectTeams,
  listProjectTeams,
  listTeamsByMember,
} from './project-teams.queries.js';
import { mayOnProject } from './projects.policy.js';
import { findProject, type ProjectRow } from './projects.queries.js';
import { announceTeam, settleAndAnnounce } from './team-assignments.service.js';

type NamedProject = Pick<ProjectRow, 'id' | 'name'>;

/**
 * Puts people on a project: team members and contacts alike, by membership. Whoever is on it
 * already stays.
 * @throws NotFound where the actor does not see the project, Forbidden where they may not decide
 * who is on it, Invalid {membership_ids} for people they cannot choose.
 */
export async function assign(
  actor: Actor,
  projectId: number,
  membershipIds: readonly number[],
): Promise<void> {
  await transaction(async () => {
    const project = await findManaged(actor, projectId);
    await addPeople(actor, project, membershipIds);
  });
}

/** Who is chosen for a project by hand, and which teams are. */
export interface ProjectChoice {
  membershipIds: readonly number[];
  teamIds: readonly number[];
  /** Ends (ms UTC) that people had, by membership: whoever comes back gets theirs again. */
  ends?: ReadonlyMap<number, number>;
}

/**
 * Makes exactly these people and teams be chosen for a project, and returns those before: for the
 * way back. Who is on it through a team stays as long as the team does.
 * @throws NotFound, Forbidden, Invalid as assign() does, Invalid {team_ids} for unknown teams.
 */
export async function setPeople(
  actor: Actor,
  projectId: number,
  chosen: ProjectChoice,
): Promise<ProjectChoice> {
  return transaction(async () => {
    const project = await findManaged(actor, projectId);
    await lockRows('teams', chosen.teamIds);
    await lockRow('projects', project.id);
    const before = await choiceOf(actor, project.id);
    await addTeams(actor, project, chosen.teamIds);
    const leaving = before.teamIds.filter((id) => !chosen.teamIds.includes(id));
    await removeTeams(actor, project, leaving);
    await addPeople(actor, project, chosen.membershipIds, chosen.ends);
    const gone = before.membershipIds.filter((id) => !chosen.membershipIds.includes(id));
    await removePeople(actor, project, gone);
    return before;
  });
}

/** Who and what is chosen for a project now. Suspended people are not offered, so no choice speaks of them. */
export async function choiceOf(actor: Actor, projectId: number): Promise<ProjectChoice> {
  const { team, clients } = await listProjectPeople(projectId);
  const direct = new Set(await listDirectIds(projectId));
  return {
    membershipIds: [...team, ...clients]
      .map((person) => person.membershipId)
      .filter((id) => direct.has(id)),
    teamIds: (await listProjectTeams(actor, projectId)).map((team) => team.id),
    ends: await endsOf(projectId, [...direct]),
  };
}

/** Adds people within the open transaction; the right to do so was checked before. */
export async function addPeople(
  actor: Actor,
  project: NamedProject,
  membershipIds: readonly number[],
  ends?: ReadonlyMap<number, number>,
): Promise<void> {
  await lockRow('projects', project.id);
  const direct = new Set(await listDirectIds(project.id));
  const wanted = [...new Set(membershipIds)].filter((id) => !direct.has(id));
  if (wanted.length === 0) return;
  const found = await listAssignable(actor, wanted);
  if (found.length !== wanted.length) throw new Invalid({ membership_ids: 'errors.choice' });
  const present = new Set(await listLiveIds(project.id));
  await insertAssignments(project.id, wanted);
  if (ends) await giveEndsBack(project.id, wanted, ends);
  const coming = wanted.filter((id) => !present.has(id));
  const places = coming.map((id) => ({ project_id: project.id, membership_id: id }));
  await announcePeople(actor, 'added', places);
}

/** Adds teams within the open transaction, in which they are locked; the right was checked before. */
export async function addTeams(
  actor: Actor,
  project: NamedProject,
  teamIds: readonly number[],
): Promise<void> {
  const present = new Set((await listProjectTeams(actor, project.id)).map((team) => team.id));
  const wanted = new Set(teamIds.filter((id) => !present.has(id)));
  if (wanted.size === 0) return;
  const found = (await listTeamOptions(actor)).filter((team) => wanted.has(team.id));
  if (found.length !== wanted.size) throw new Invalid({ team_ids: 'errors.choice' });
  await insertProjectTeams(project.id, [...wanted]);
  for (const team of found) await announceTeam(actor, 'added', project, team);
  await settleAndAnnounce(actor, { projectIds: [project.id] });
}

async function endsOf(
  projectId: number,
  membershipIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await listEnds(projectId, membershipIds);
  return new Map(
    rows.flatMap((row) => {
      const end = endOf(row);
      return end === null ? [] : [[row.membership_id, end] as const];
    }),
  );
}

/** What was undone must not last longer than what was there. */
async function giveEndsBack(
  projectId: number,
  membershipIds: readonly number[],
  ends: ReadonlyMap<number, number>,
): Promise<void> {
  const held = await listTeamsByMember(projectId);
  const back = membershipIds.filter((id) => ends.has(id));
  for (const row of await listEnds(projectId, back))
    await updateEnd(row, ends.get(row.membership_id) ?? null, held.has(row.membership_id));
}

async function removeTeams(
  actor: Actor,
  project: NamedProject,
  teamIds: readonly number[],
): Promise<void> {
  if (teamIds.length === 0) return;
  const going = (await listTeamOptions(actor)).filter((team) => teamIds.includes(team.id));
  await deleteProjectTeams([project.id], teamIds);
  for (const team of going) await announceTeam(actor, 'removed', project, team);
  await settleAndAnnounce(actor, { projectIds: [project.id] });
}

async function removePeople(
  actor: Actor,
  project: NamedProject,
  membershipIds: readonly number[],
): Promise<void> {
  if (membershipIds.length === 0) return;
  await markIndirect(project.id, membershipIds);
  await settleAndAnnounce(actor, { projectIds: [project.id], membershipIds });
}

async function findManaged(actor: Actor, projectId: number) {
  const project = await findProject(actor, projectId);
  if (!mayOnProject(actor, 'projects.manage_access', project)) throw new Forbidden();
  return project;
}
