import { defineAuditedEvent } from '../../core/events/index.js';

/** Somebody was added to the team or to a client; `roles` are names, joined by commas. */
export const userAdded = defineAuditedEvent<{ name: string; roles: string }>('user.added');
/** Name, address, phone or another detail of somebody was changed by another. */
export const userChanged = defineAuditedEvent<{ name: string }>('user.changed');
/** Somebody was given a new password by another. */
export const userPasswordSet = defineAuditedEvent<{ name: string }>('user.password_set');
/** Somebody was sent a link to choose a new password by another. */
export const userResetSent = defineAuditedEvent<{ name: string }>('user.reset_sent');
/** Somebody who lost their second factor was let in without it by another. */
export const userSecondFactorReset = defineAuditedEvent<{ name: string }>(
  'user.second_factor_reset',
);
