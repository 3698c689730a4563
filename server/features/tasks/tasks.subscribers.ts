import { subscribe } from '../../core/events/index.js';
import { mailAssignedPerson } from './task-mails.service.js';
import { taskAssigned } from './tasks.events.js';

export const tasksSubscribers = [
  subscribe(taskAssigned, 'mail the assigned person', (event) =>
    mailAssignedPerson({
      workspaceId: event.workspaceId,
      taskId: event.subject.id,
      membershipId: event.data.membershipId,
      assigner: { userId: event.actorUserId, name: event.actorName },
    }),
  ),
];
