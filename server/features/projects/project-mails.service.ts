import { queueMail } from '../../core/mail/index.js';
import { activeMemberships, loadActor } from '../memberships/index.js';
import { projectAssignedClientEmail, projectAssignedEmail } from './projects.emails.js';
import { assignedProjectIds } from './projects.policy.js';
import { type FoundProject, foundProjects } from './projects.queries.js';

/** Somebody was put on a project some moments ago. */
export interface AddedPerson {
  workspaceId: number;
  projectId: number;
  membershipId: number;
  assigner: { userId: number | null; name: string };
}

/**
 * Mails somebody that they were put on a project. Invited people who have not come yet read of it
 * in their invitation; whoever put themselves on it knows.
 */
export async function mailAddedPerson(added: AddedPerson): Promise<void> {
  const member = (await activeMemberships(added.workspaceId)
    .where('memberships.id', added.membershipId)
    .first('memberships.user_id')) as { user_id: number } | undefined;
  if (!member || member.user_id === added.assigner.userId) return;
  const recipient = await loadActor(member.user_id, added.workspaceId, 'mail');
  if (!recipient) return;
  // They may have been taken off again, or the project deleted, before this came to its turn.
  const project = (await foundProjects(recipient)
    .where('projects.id', added.projectId)
    .whereIn('projects.id', assignedProjectIds(recipient))
    .first()) as FoundProject | undefined;
  if (!project) return;
  await queueMail(
    recipient.kind === 'client'
      ? projectAssignedClientEmail(recipient, project)
      : projectAssignedEmail(recipient, project, added.assigner.name),
  );
}
