import { defineAuditedEvent } from '../../core/events/index.js';

/** Somebody began to sign in with a second factor. */
export const secondFactorTurnedOn = defineAuditedEvent<{ name: string }>('user.second_factor_on');
/** Somebody signs in with their password alone again. */
export const secondFactorTurnedOff = defineAuditedEvent<{ name: string }>('user.second_factor_off');
