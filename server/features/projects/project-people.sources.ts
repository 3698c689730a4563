import type { Actor } from '../../core/permissions/index.js';
import { listContactOptions } from '../clients/index.js';
import { listTeamOptions as listPeopleOptions } from '../memberships/index.js';
import { listTeamMembersOf, listTeamOptions } from '../teams/index.js';
import type { PeopleSources } from './project-people.presenter.js';
import { listDirectIds, listProjectPeople } from './project-people.queries.js';
import { listTeamsByMember } from './project-teams.queries.js';

/** Members of a team that a choice names; the rest is a number. */
const namesShown = 6;

/** Whom and which teams the form of a project can choose from; of a new one without a project. */
export async function peopleSources(actor: Actor, projectId?: number): Promise<PeopleSources> {
  const teams = await listTeamOptions(actor);
  const choices = {
    team: await listPeopleOptions(actor.workspaceId),
    contacts: await listContactOptions(actor),
    teams,
    members: await listTeamMembersOf(
      teams.map((team) => team.id),
      namesShown,
    ),
  };
  if (projectId === undefined) return choices;
  return {
    ...choices,
    present: await listProjectPeople(projectId),
    through: await listTeamsByMember(projectId),
    direct: await listDirectIds(projectId),
  };
}

/** For who may not decide who is on a project: nobody to choose from. */
export const nobodyToChoose: PeopleSources = {
  team: [],
  contacts: [],
  teams: [],
  members: new Map(),
};
