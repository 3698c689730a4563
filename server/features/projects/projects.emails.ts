import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { MailRequest } from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { siteAddress } from '../accounts/index.js';
import { companyOf } from './projects.presenter.js';
import type { FoundProject } from './projects.queries.js';

/** Tells a team member that they are on a project now. */
export function projectAssignedEmail(
  recipient: Actor,
  project: FoundProject,
  assigner: string,
): MailRequest {
  const { locale, timezone } = recipient;
  const formats = formatsFor(locale, timezone, translatorFor(locale));
  return {
    ...envelope(recipient),
    template: 'project-assigned',
    data: {
      assigner,
      project: project.name,
      company: companyOf(recipient, project)?.name,
      due: project.due_on ? formats.date(project.due_on) : undefined,
      link: siteAddress(`/projects/${project.id}`),
    },
  };
}

/** Tells a contact that a project is in their portal now. */
export function projectAssignedClientEmail(recipient: Actor, project: FoundProject): MailRequest {
  return {
    ...envelope(recipient),
    template: 'project-assigned-client',
    data: { project: project.name, link: siteAddress(`/portal/projects/${project.id}`) },
  };
}

/** Tells a team member that they are in a team now, and thereby on its projects: the first by name. */
export function teamJoinedEmail(
  recipient: Actor,
  team: string,
  { adder, projects, more }: { adder: string; projects: readonly string[]; more: number },
): MailRequest {
  return {
    ...envelope(recipient),
    template: 'team-joined',
    data: {
      adder,
      team,
      projects: [...projects],
      ...(more > 0 ? { more } : {}),
      link: siteAddress(projects.length > 0 ? '/projects' : '/'),
    },
  };
}

function envelope(recipient: Actor) {
  return {
    workspaceId: recipient.workspaceId,
    to: { name: recipient.name, address: recipient.email },
    locale: recipient.locale,
  };
}
