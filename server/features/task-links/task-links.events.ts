import { defineEvent } from '../../core/events/index.js';

/** `other` is the title of the task at the other end. */
interface Link {
  title: string;
  other: string;
}
export const taskBlocked = defineEvent<Link>('task.blocked');
export const taskUnblocked = defineEvent<Link>('task.unblocked');
export const taskNested = defineEvent<Link>('task.nested');
export const taskUnnested = defineEvent<Link>('task.unnested');
