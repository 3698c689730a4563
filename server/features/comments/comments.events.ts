import { defineEvent } from '../../core/events/index.js';

/** Somebody commented; `title` names the thing it hangs on. */
export const commentAdded = defineEvent<{ title: string }>('comment.added');
export const commentDeleted = defineEvent<{ title: string }>('comment.deleted');
export const commentRestored = defineEvent<{ title: string }>('comment.restored');
