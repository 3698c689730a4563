import { type FormState, formState } from '../../core/http/index.js';
import type { Translate } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { ContactOption } from '../clients/index.js';
import type { TeamOption } from '../memberships/index.js';
import { mayViewAs } from '../roles/index.js';
import type { TeamMembers, TeamName } from '../teams/index.js';
import type { ProjectPeople, ProjectPerson } from './project-people.queries.js';
import type { PeopleChoice } from './project-people.sources.js';

/** Contacts as whom a project can be seen from its own page; everybody else from theirs. */
const mostViewable = 12;

/** Whom a project's form can choose from. */
export interface PeopleSources {
  team: readonly Pick<TeamOption, 'membershipId' | 'name'>[];
  contacts: readonly Pick<ContactOption, 'membershipId' | 'name' | 'companyName'>[];
  /** What was looked for among people too many to be offered at once, and how many that found. */
  search: { isNeeded: boolean; find: string; found: number; isFull: boolean };
  teams: readonly TeamName[];
  /** Who is in each team. */
  members: ReadonlyMap<number, TeamMembers>;
  /** Who is on the project already: invited people can stay, though nobody new can choose them. */
  present?: ProjectPeople | undefined;
  /** Names of the teams through which people are on it, by membership. */
  through?: ReadonlyMap<number, readonly string[]> | undefined;
  /** Who of them was chosen by hand as well. */
  direct?: readonly number[] | undefined;
}

/** The choices of who is on a project. Who is there through a team alone cannot be taken off singly. */
export function presentPeopleChoices(t: Translate, sources: PeopleSources) {
  const { team, contacts, present } = sources;
  const teamIds = new Set(team.map((person) => person.membershipId));
  const contactIds = new Set(contacts.map((person) => person.membershipId));
  const moreTeam = (present?.team ?? []).filter((person) => !teamIds.has(person.membershipId));
  const moreContacts = (present?.clients ?? [])
    .filter((person) => !contactIds.has(person.membershipId))
    .map((person) => ({ ...person, companyName: null }));
  const people = [...team, ...moreTeam].map((person) => presentPerson(t, person, sources));
  return {
    teams: sources.teams.map(({ id, name }) => ({
      value: id,
      label: name,
      hint: presentMembers(t, sources.members.get(id)),
    })),
    team: people,
    search: presentSearch(t, sources.search),
    isHeld: people.some((person) => person.disabled),
    contacts: [...contacts, ...moreContacts].map(({ membershipId, name, companyName }) => ({
      value: membershipId,
      label: name,
      hint: companyName ?? '',
    })),
  };
}

/** What a form of people has chosen and looks for, as it was sent or begins. */
export function peopleChoice({ values }: FormState): PeopleChoice {
  const ids = [values.membership_ids ?? []].flat().flatMap((value) => value.split(','));
  const find = typeof values.find === 'string' ? values.find.trim().slice(0, 100) : '';
  return { membershipIds: ids.map(Number).filter(Number.isSafeInteger), find };
}

/** Contacts on a project as whom the actor may see it; the first by name. */
export function presentViewable(
  actor: Actor,
  contacts: readonly Pick<ProjectPerson, 'userId' | 'name'>[],
) {
  return contacts
    .filter(({ userId }) => mayViewAs(actor, { userId, roleKeys: [] }))
    .slice(0, mostViewable)
    .map(({ userId, name }) => ({ name, action: `/clients/${userId}/viewing` }));
}

/** The form of who is on a project, as it is. */
export function peopleState(chosen: {
  membershipIds: readonly number[];
  teamIds: readonly number[];
}) {
  return formState({ membership_ids: chosen.membershipIds, team_ids: chosen.teamIds });
}

function presentSearch(t: Translate, { isNeeded, find, found, isFull }: PeopleSources['search']) {
  if (!isNeeded) return undefined;
  if (!find) return { find, note: t('projects.people.find_hint') };
  if (found === 0) return { find, note: t('projects.people.found_none', { find }) };
  if (isFull) return { find, note: t('projects.people.found_many', { find }) };
  return { find, note: t('projects.people.found', { find, count: found }) };
}

function presentPerson(
  t: Translate,
  { membershipId, name }: { membershipId: number; name: string },
  { through, direct = [] }: PeopleSources,
) {
  const person = { value: membershipId, label: name };
  const teams = through?.get(membershipId)?.join(', ');
  if (!teams) return { ...person, disabled: false };
  if (direct.includes(membershipId))
    return { ...person, disabled: false, hint: t('projects.people.also_through', { teams }) };
  const hint = t('projects.people.through', { teams });
  return { ...person, disabled: true, checked: true, hint };
}

function presentMembers(t: Translate, { count, people }: TeamMembers = { count: 0, people: [] }) {
  if (count === 0) return t('projects.people.empty_team');
  const names = people.map((person) => person.name).join(', ');
  const more = count - people.length;
  return more > 0 ? t('projects.people.team_more', { names, count: more }) : names;
}
