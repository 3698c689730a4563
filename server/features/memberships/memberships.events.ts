import { defineEvent } from '../../core/events/index.js';

/** Somebody's roles in a workspace changed; `roles` and `before` are names, joined by commas. */
export const membershipRoleChanged = defineEvent<{ name: string; roles: string; before: string }>(
  'membership.role_changed',
);
/** Something was allowed or denied to one person; `permissions` are their keys, joined by commas. */
export const membershipOverridesChanged = defineEvent<{ name: string; permissions: string }>(
  'membership.overrides_changed',
);
export const membershipSuspended = defineEvent<{ name: string }>('membership.suspended');
export const membershipRestored = defineEvent<{ name: string }>('membership.restored');
/** A membership was given an end (ms UTC), or its end was taken away (null). */
export const membershipEndChanged = defineEvent<{ name: string; endsAt: number | null }>(
  'membership.end_changed',
);
export const userDeactivated = defineEvent<{ name: string }>('user.deactivated');
export const userReactivated = defineEvent<{ name: string }>('user.reactivated');
