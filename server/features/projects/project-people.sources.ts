import type { Actor } from '../../core/permissions/index.js';
import { listContactOptions } from '../clients/index.js';
import { listTeamOptions as listPeopleOptions, type OptionSearch } from '../memberships/index.js';
import { listTeamMembersOf, listTeamOptions } from '../teams/index.js';
import type { PeopleSources } from './project-people.presenter.js';
import { listDirectIds, listProjectPeople } from './project-people.queries.js';
import { listTeamsByMember } from './project-teams.queries.js';

/** Members of a team that a choice names; the rest is a number. */
const namesShown = 6;

/** People that a form offers unasked; of more, those who are chosen and those a search finds. */
const peopleOffered = 60;

/** What a form has chosen and looks for. */
export interface PeopleChoice {
  membershipIds: readonly number[];
  find: string;
}

/** Whom and which teams the form of a project can choose from; of a new one without a project. */
export async function peopleSources(
  actor: Actor,
  choice: PeopleChoice,
  projectId?: number,
): Promise<PeopleSources> {
  const teams = await listTeamOptions(actor);
  const offer = <Option extends { membershipId: number }>(list: Lister<Option>) =>
    offered(list, choice);
  const team = await offer((search) => listPeopleOptions(actor.workspaceId, search));
  const contacts = await offer((search) => listContactOptions(actor, search));
  const choices = {
    team: team.options,
    contacts: contacts.options,
    search: {
      isNeeded: team.isCut || contacts.isCut,
      find: choice.find,
      found: team.found + contacts.found,
      isFull: team.isFull || contacts.isFull,
    },
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

type Lister<Option> = (search: OptionSearch) => Promise<Option[]>;

/** All of them as long as they are few; else whoever is chosen and whoever is looked for. */
async function offered<Option extends { membershipId: number }>(
  list: Lister<Option>,
  { membershipIds, find }: PeopleChoice,
) {
  const first = await list({ most: peopleOffered + 1 });
  if (first.length <= peopleOffered)
    return { options: first, isCut: false, isFull: false, found: 0 };
  const chosen = membershipIds.length > 0 ? await list({ of: membershipIds }) : [];
  const hits = find ? await list({ find, most: peopleOffered + 1 }) : [];
  const ids = new Set(chosen.map((option) => option.membershipId));
  const shown = hits.slice(0, peopleOffered).filter((option) => !ids.has(option.membershipId));
  return {
    options: [...chosen, ...shown],
    isCut: true,
    isFull: hits.length > peopleOffered,
    found: hits.length,
  };
}

/** For who may not decide who is on a project: nobody to choose from. */
export const nobodyToChoose: PeopleSources = {
  team: [],
  contacts: [],
  search: { isNeeded: false, find: '', found: 0, isFull: false },
  teams: [],
  members: new Map(),
};
