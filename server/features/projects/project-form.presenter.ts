import { formState } from '../../core/http/index.js';
import { hues } from '../../core/permissions/index.js';
import type { ContactOption } from '../clients/index.js';
import type { TeamOption } from '../memberships/index.js';
import { projectStatuses } from './project-choices.js';
import type { ProjectPeople } from './project-people.queries.js';
import type { FoundProject } from './projects.queries.js';

/** What a project's form can choose from. */
export interface FormSources {
  companies: readonly { id: number; name: string }[];
  team: readonly Pick<TeamOption, 'membershipId' | 'name'>[];
  contacts: readonly Pick<ContactOption, 'membershipId' | 'name' | 'companyName'>[];
  /** Who is on the project already: invited people can stay, though nobody new can choose them. */
  present?: ProjectPeople | undefined;
}

/** The choices of a project's form; keys of texts end up as labels in the template. */
export function presentChoices({ companies, team, contacts, present }: FormSources) {
  const teamIds = new Set(team.map((person) => person.membershipId));
  const contactIds = new Set(contacts.map((person) => person.membershipId));
  const moreTeam = (present?.team ?? []).filter((person) => !teamIds.has(person.membershipId));
  const moreContacts = (present?.clients ?? [])
    .filter((person) => !contactIds.has(person.membershipId))
    .map((person) => ({ ...person, companyName: null }));
  return {
    companies: companies.map(({ id, name }) => ({ value: id, label: name })),
    statuses: projectStatuses.map((status) => ({
      value: status,
      key: `projects.status.${status}`,
    })),
    hues: hues.map((hue) => ({ value: hue, key: `projects.hues.${hue}` })),
    team: [...team, ...moreTeam].map(({ membershipId, name }) => ({
      value: membershipId,
      label: name,
    })),
    contacts: [...contacts, ...moreContacts].map(({ membershipId, name, companyName }) => ({
      value: membershipId,
      label: name,
      hint: companyName ?? '',
    })),
  };
}

/** The form of a new project before anything was typed: its maker is on the team. */
export function newProjectState(membershipId: number, companyId: string) {
  return formState({
    name: '',
    company_id: companyId,
    status: 'active',
    hue: 'teal',
    membership_ids: [membershipId],
  });
}

/** The form of who is on a project, as it is. */
export function peopleState({ team, clients }: ProjectPeople) {
  return formState({ membership_ids: [...team, ...clients].map((person) => person.membershipId) });
}

/** The form of an existing project as it is. */
export function projectState(project: FoundProject) {
  const { name, company_id, description, status, hue, start_on, due_on } = project;
  return formState({ name, company_id, description, status, hue, start_on, due_on });
}
