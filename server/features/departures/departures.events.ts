import { defineAuditedEvent } from '../../core/events/index.js';

/** Somebody was deleted: they wait in the trash and can be brought back. */
export const userDeleted = defineAuditedEvent<{ name: string }>('user.deleted');
/** Somebody was brought back from the trash as they were. */
export const userRestored = defineAuditedEvent<{ name: string }>('user.restored');
/** What was personal of somebody is gone; the name told is the one that is left. */
export const userErased = defineAuditedEvent<{ name: string }>('user.erased');
