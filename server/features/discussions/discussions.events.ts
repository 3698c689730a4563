import { defineAuditedEvent, defineEvent } from '../../core/events/index.js';

export const discussionOpened = defineEvent<{ title: string }>('discussion.opened');
export const discussionChanged = defineEvent<{ title: string }>('discussion.changed');
export const discussionClosed = defineEvent<{ title: string }>('discussion.closed');
export const discussionReopened = defineEvent<{ title: string }>('discussion.reopened');
export const discussionDeleted = defineEvent<{ title: string }>('discussion.deleted');
export const discussionRestored = defineEvent<{ title: string }>('discussion.restored');
/** Clients of the project see it from now on. */
export const discussionShared = defineAuditedEvent<{ title: string }>('discussion.shared');
/** Clients of the project see it no more. */
export const discussionHidden = defineAuditedEvent<{ title: string }>('discussion.hidden');
