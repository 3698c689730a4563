import { defineEvent } from '../../core/events/index.js';

export const invitationSent = defineEvent<{ name: string; roles: string }>('invitation.sent');
export const invitationAccepted = defineEvent<{ name: string }>('invitation.accepted');
export const invitationRevoked = defineEvent<{ name: string }>('invitation.revoked');
