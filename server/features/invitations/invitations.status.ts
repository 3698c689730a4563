import { now } from '../../core/dates/index.js';

/** What people see of an invitation (PRODUCT 2). */
export type InvitationStatus =
  | 'waiting'
  | 'sent'
  | 'opened'
  | 'accepted'
  | 'expired'
  | 'failed'
  | 'revoked';

/** What became of a mail. */
export type OutboxStatus = 'waiting' | 'sending' | 'sent' | 'failed' | 'expired';

/**
 * An invitation's status from what was stored, what became of its mail and the clock: accepted
 * and revoked are final, then its end, then that it was opened, then the mail.
 */
export function invitationStatus(invitation: {
  status: 'waiting' | 'opened' | 'accepted' | 'revoked';
  expires_at: number;
  mail_status: OutboxStatus | null;
}): InvitationStatus {
  const { status, expires_at, mail_status } = invitation;
  if (status === 'accepted' || status === 'revoked') return status;
  if (expires_at <= now()) return 'expired';
  if (status === 'opened') return 'opened';
  if (mail_status === 'sent') return 'sent';
  return mail_status === 'failed' || mail_status === 'expired' ? 'failed' : 'waiting';
}
