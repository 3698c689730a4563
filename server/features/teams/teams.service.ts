import { isUniqueViolation, transaction } from '../../core/database/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { findToStaff } from './team-members.service.js';
import { teamProjects } from './team-projects.js';
import { teamChanged, teamCreated, teamDeleted } from './teams.events.js';
import {
  deleteTeamRow,
  findTeam,
  insertTeam,
  type TeamDetails,
  type TeamRow,
  updateTeam,
} from './teams.queries.js';

/**
 * Makes a team without members and returns its id.
 * @throws Forbidden; Invalid {name} when another team has the name, whatever its case.
 */
export async function createTeam(actor: Actor, details: TeamDetails): Promise<number> {
  requireManage(actor);
  return refusingTakenName(async () => {
    const id = await insertTeam(actor.workspaceId, details);
    await announce(teamCreated, actor, { id, name: details.name });
    return id;
  });
}

/**
 * Changes what a team is called, its description and its colour.
 * @throws NotFound, Forbidden; Invalid {name} as createTeam() does.
 */
export async function changeTeam(actor: Actor, id: number, details: TeamDetails): Promise<void> {
  requireManage(actor);
  await refusingTakenName(async () => {
    await findTeam(actor, id);
    await updateTeam(id, details);
    await announce(teamChanged, actor, { id, name: details.name });
  });
}

/**
 * Takes a team away. Its members are on its projects no more, but for those that they are on by
 * themselves or through another team.
 * @throws NotFound, Forbidden
 */
export async function deleteTeam(actor: Actor, id: number): Promise<TeamRow> {
  return transaction(async () => {
    await teamProjects().lock([id]);
    const team = await findToStaff(actor, id);
    await teamProjects().release(actor, team);
    await deleteTeamRow(id);
    await announce(teamDeleted, actor, team);
    return team;
  });
}

function requireManage(actor: Actor): void {
  if (holds(actor, 'teams.manage')) return;
  throw new Forbidden({ key: 'errors.no_permission', values: { permission: 'teams.manage' } });
}

/** The database decides about the name, so that two who choose the same at one moment cannot both have it. */
async function refusingTakenName<Result>(change: () => Promise<Result>): Promise<Result> {
  try {
    return await transaction(change);
  } catch (error) {
    if (isUniqueViolation(error)) throw new Invalid({ name: 'teams.errors.name_taken' });
    throw error;
  }
}

async function announce(
  kind: EventKind<{ name: string }>,
  actor: Actor,
  { id, name }: { id: number; name: string },
): Promise<void> {
  const subject = { type: 'team', id };
  await publish(kind, { actor, subject, visibility: 'internal', data: { name } });
}
