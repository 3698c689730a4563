import { defineEvent } from '../../core/events/index.js';

export const taskCreated = defineEvent<{ title: string }>('task.created');
export const taskUpdated = defineEvent<{ title: string }>('task.updated');
/** `column` is the name that the audience of the event reads. */
export const taskMoved = defineEvent<{ title: string; column: string }>('task.moved');
export const taskCompleted = defineEvent<{ title: string; column: string }>('task.completed');
export const taskReopened = defineEvent<{ title: string; column: string }>('task.reopened');
export const taskAssigned = defineEvent<{ title: string; membershipId: number; person: string }>(
  'task.assigned',
);
export const taskUnassigned = defineEvent<{ title: string; membershipId: number; person: string }>(
  'task.unassigned',
);
export const taskShared = defineEvent<{ title: string }>('task.shared');
export const taskHidden = defineEvent<{ title: string }>('task.hidden');
export const taskDeleted = defineEvent<{ title: string }>('task.deleted');
export const taskRestored = defineEvent<{ title: string }>('task.restored');
