import { subscribe } from '../../core/events/index.js';
import { queueMail } from '../../core/mail/index.js';
import { companyNames } from '../clients/index.js';
import { activeMemberships, loadActor } from '../memberships/index.js';
import { projectAssignedClientEmail, projectAssignedEmail } from './projects.emails.js';
import { projectPersonAdded } from './projects.events.js';
import { assignedProjectIds, visibleProjects } from './projects.policy.js';
import type { ProjectRow } from './projects.queries.js';

/**
 * Mails somebody that they were put on a project. Invited people who have not come yet read of it
 * in their invitation; whoever put themselves on it knows.
 */
const mailAddedPerson = subscribe(projectPersonAdded, 'mail the added person', async (event) => {
  const member = (await activeMemberships(event.workspaceId)
    .where('memberships.id', event.data.membershipId)
    .first('memberships.user_id')) as { user_id: number } | undefined;
  if (!member || member.user_id === event.actorUserId) return;
  const recipient = await loadActor(member.user_id, event.workspaceId, 'mail');
  if (!recipient) return;
  // They may have been taken off again, or the project deleted, before this came to its turn.
  const project = (await visibleProjects(recipient)
    .where('projects.id', event.subject.id)
    .whereIn('projects.id', assignedProjectIds(recipient))
    .first()) as ProjectRow | undefined;
  if (!project) return;
  if (recipient.kind === 'client') {
    await queueMail(projectAssignedClientEmail(recipient, project));
    return;
  }
  const names = await companyNames(project.company_id === null ? [] : [project.company_id]);
  const company = [...names.values()][0];
  await queueMail(projectAssignedEmail(recipient, project, { assigner: event.actorName, company }));
});

export const projectsSubscribers = [mailAddedPerson];
