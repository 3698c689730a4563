import { defineAuditedEvent } from '../../core/events/index.js';

/** Somebody's roles in a workspace changed; `roles` and `before` are names, joined by commas. */
export const membershipRoleChanged = defineAuditedEvent<{
  name: string;
  roles: string;
  before: string;
}>('membership.role_changed');
/** Something was allowed or denied to one person; `permissions` are their keys, joined by commas. */
export const membershipOverridesChanged = defineAuditedEvent<{ name: string; permissions: string }>(
  'membership.overrides_changed',
);
export const membershipSuspended = defineAuditedEvent<{ name: string }>('membership.suspended');
export const membershipRestored = defineAuditedEvent<{ name: string }>('membership.restored');
/** A membership was given an end (ms UTC), or its end was taken away (null). */
export const membershipEndChanged = defineAuditedEvent<{ name: string; endsAt: number | null }>(
  'membership.end_changed',
);
export const userDeactivated = defineAuditedEvent<{ name: string }>('user.deactivated');
export const userReactivated = defineAuditedEvent<{ name: string }>('user.reactivated');
