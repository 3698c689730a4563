import { defineEvent } from '../../core/events/index.js';

/** The other task is not named: not everybody who sees the one sees the other. */
interface Link {
  title: string;
}
export const taskBlocked = defineEvent<Link>('task.blocked');
export const taskUnblocked = defineEvent<Link>('task.unblocked');
export const taskNested = defineEvent<Link>('task.nested');
export const taskUnnested = defineEvent<Link>('task.unnested');
