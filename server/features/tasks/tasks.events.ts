import { defineAuditedEvent, defineEvent } from '../../core/events/index.js';

export const taskCreated = defineEvent<{ title: string }>('task.created');
/** What a field of a task was, and what it became; a milestone by its id, null for nothing. */
export interface FieldChange {
  field: 'title' | 'description' | 'priority' | 'start_on' | 'due_on' | 'milestone_id';
  before: string | number | null;
  after: string | number | null;
}
export const taskUpdated = defineEvent<{ title: string; changes: FieldChange[] }>('task.updated');
/** `column` is the name that the audience of the event reads. */
export const taskMoved = defineEvent<{ title: string; column: string }>('task.moved');
export const taskCompleted = defineEvent<{ title: string; column: string }>('task.completed');
export const taskReopened = defineEvent<{ title: string; column: string }>('task.reopened');
/** To whom a task was given, or from whom it was taken; `person` is what they were called then. */
interface Assignment {
  title: string;
  membershipId: number;
  userId: number;
  person: string;
}
export const taskAssigned = defineEvent<Assignment>('task.assigned');
export const taskUnassigned = defineEvent<Assignment>('task.unassigned');
/** Somebody left and another took the task over; `from` is what the former was called then. */
export const taskHandedOver = defineEvent<Assignment & { from: string; fromUserId: number }>(
  'task.handed_over',
);
/** Somebody returned and got the task back that had gone to others, or to nobody. */
export const taskReturned = defineEvent<Assignment>('task.returned');
/** `labels` are the names of those it bears now. */
export const taskLabelled = defineEvent<{ title: string; labels: string }>('task.labelled');
export const taskShared = defineAuditedEvent<{ title: string }>('task.shared');
export const taskHidden = defineAuditedEvent<{ title: string }>('task.hidden');
export const taskDeleted = defineEvent<{ title: string }>('task.deleted');
export const taskRestored = defineEvent<{ title: string }>('task.restored');
