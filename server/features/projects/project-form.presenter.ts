import { formState } from '../../core/http/index.js';
import { hues } from '../../core/permissions/index.js';
import { projectStatuses } from './project-choices.js';
import type { FoundProject } from './projects.queries.js';

/** The choices of a project's form; keys of texts end up as labels in the template. */
export function presentChoices(companies: readonly { id: number; name: string }[]) {
  return {
    companies: companies.map(({ id, name }) => ({ value: id, label: name })),
    statuses: projectStatuses.map((status) => ({
      value: status,
      key: `projects.status.${status}`,
    })),
    hues: hues.map((hue) => ({ value: hue, key: `projects.hues.${hue}` })),
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

/** The form of an existing project as it is. */
export function projectState(project: FoundProject) {
  const { name, company_id, description, status, hue, start_on, due_on } = project;
  return formState({ name, company_id, description, status, hue, start_on, due_on });
}
