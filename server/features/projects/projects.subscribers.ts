import { subscribe } from '../../core/events/index.js';
import { teamMemberAdded } from '../teams/index.js';
import { mailAddedPerson, mailNewTeamMember } from './project-mails.service.js';
import { projectPersonAdded } from './projects.events.js';

export const projectsSubscribers = [
  subscribe(projectPersonAdded, 'mail the added person', async (event) => {
    if (event.data.isJoining) return;
    await mailAddedPerson({
      workspaceId: event.workspaceId,
      projectId: event.subject.id,
      membershipId: event.data.membershipId,
      assigner: { userId: event.actorUserId, name: event.actorName },
    });
  }),
  subscribe(teamMemberAdded, 'mail the new member of a team', (event) =>
    mailNewTeamMember({
      workspaceId: event.workspaceId,
      team: { id: event.subject.id, name: event.data.name },
      membershipId: event.data.membershipId,
      assigner: { userId: event.actorUserId, name: event.actorName },
    }),
  ),
];
