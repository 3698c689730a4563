import { defineAuditedEvent } from '../../core/events/index.js';

export const invitationSent = defineAuditedEvent<{ name: string; roles: string }>(
  'invitation.sent',
);
export const invitationAccepted = defineAuditedEvent<{ name: string }>('invitation.accepted');
export const invitationRevoked = defineAuditedEvent<{ name: string }>('invitation.revoked');
