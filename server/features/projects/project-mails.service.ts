import { queueMail } from '../../core/mail/index.js';
import { activeMemberships, loadActor } from '../memberships/index.js';
import { memberIdsOf } from '../teams/index.js';
import { listTeamProjectNames } from './project-teams.queries.js';
import {
  projectAssignedClientEmail,
  projectAssignedEmail,
  teamJoinedEmail,
} from './projects.emails.js';
import { assignedProjectIds } from './projects.policy.js';
import { type FoundProject, foundProjects } from './projects.queries.js';

/** Somebody was put on a project or into a team some moments ago. */
interface Added {
  workspaceId: number;
  membershipId: number;
  assigner: { userId: number | null; name: string };
}

/** Projects that a message names; the rest is a number. */
const namesShown = 20;

/**
 * Mails somebody that they were put on a project. Invited people who have not come yet read of it
 * in their invitation; whoever put themselves on it knows.
 */
export async function mailAddedPerson(added: Added & { projectId: number }): Promise<void> {
  const recipient = await recipientOf(added);
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

/** Mails somebody that they came into a team, once for all the projects it is on. */
export async function mailNewTeamMember(
  added: Added & { team: { id: number; name: string } },
): Promise<void> {
  const recipient = await recipientOf(added);
  if (!recipient) return;
  // They may have been taken out again before this came to its turn.
  const isIn = await memberIdsOf(added.team.id).where('membership_id', added.membershipId).first();
  if (!isIn) return;
  const names = await listTeamProjectNames(recipient, [added.team.id]);
  await queueMail(
    teamJoinedEmail(recipient, added.team.name, {
      adder: added.assigner.name,
      projects: names.slice(0, namesShown),
      more: names.length - namesShown,
    }),
  );
}

async function recipientOf({ workspaceId, membershipId, assigner }: Added) {
  const member = (await activeMemberships(workspaceId)
    .where('memberships.id', membershipId)
    .first('memberships.user_id')) as { user_id: number } | undefined;
  if (!member || member.user_id === assigner.userId) return undefined;
  return loadActor(member.user_id, workspaceId, 'mail');
}
