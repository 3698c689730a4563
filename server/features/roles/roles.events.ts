import { defineAuditedEvent } from '../../core/events/index.js';

export const roleCreated = defineAuditedEvent<{ name: string }>('role.created');
/** A role got another name, description or other grants; `permissions` are the keys of those, joined by commas. */
export const roleChanged = defineAuditedEvent<{ name: string; permissions: string }>(
  'role.changed',
);
export const roleDeleted = defineAuditedEvent<{ name: string }>('role.deleted');
