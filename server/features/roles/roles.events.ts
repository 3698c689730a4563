import { defineEvent } from '../../core/events/index.js';

export const roleCreated = defineEvent<{ name: string }>('role.created');
/** A role got another name, description or other grants; `permissions` are the keys of those, joined by commas. */
export const roleChanged = defineEvent<{ name: string; permissions: string }>('role.changed');
export const roleDeleted = defineEvent<{ name: string }>('role.deleted');
