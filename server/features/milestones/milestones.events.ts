import { defineAuditedEvent, defineEvent } from '../../core/events/index.js';

export const milestoneAdded = defineEvent<{ name: string }>('milestone.added');
export const milestoneChanged = defineEvent<{ name: string }>('milestone.changed');
export const milestoneReached = defineEvent<{ name: string }>('milestone.reached');
export const milestoneReopened = defineEvent<{ name: string }>('milestone.reopened');
export const milestoneRemoved = defineEvent<{ name: string }>('milestone.removed');
export const milestoneRestored = defineEvent<{ name: string }>('milestone.restored');
/** Clients of the project see it from now on. */
export const milestoneShared = defineAuditedEvent<{ name: string }>('milestone.shared');
/** Clients of the project see it no more. */
export const milestoneHidden = defineAuditedEvent<{ name: string }>('milestone.hidden');
