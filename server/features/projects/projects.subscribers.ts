import { subscribe } from '../../core/events/index.js';
import { mailAddedPerson } from './project-mails.service.js';
import { projectPersonAdded } from './projects.events.js';

export const projectsSubscribers = [
  subscribe(projectPersonAdded, 'mail the added person', (event) =>
    mailAddedPerson({
      workspaceId: event.workspaceId,
      projectId: event.subject.id,
      membershipId: event.data.membershipId,
      assigner: { userId: event.actorUserId, name: event.actorName },
    }),
  ),
];
