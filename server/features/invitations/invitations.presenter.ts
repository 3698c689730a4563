import type { Translate } from '../../core/locale/index.js';
import type { Person } from '../memberships/index.js';
import type { ListedInvitation } from './invitations.list.js';
import { type InvitationStatus, invitationStatus } from './invitations.status.js';

const tones: Record<InvitationStatus, string> = {
  waiting: 'note',
  sent: 'note',
  opened: 'brand',
  accepted: 'ok',
  expired: 'warn',
  failed: 'bad',
  revoked: '',
};

/** An invitation as the list shows it; `mayRenew` says whether the actor may add such people. */
export function presentInvitation(
  row: ListedInvitation,
  shown: { person: Person | undefined; roles: string; mayRenew: boolean; t: Translate },
) {
  const status = invitationStatus(row);
  const { person, roles, mayRenew, t } = shown;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    person: person ?? null,
    href: row.audience === 'team' ? `/users/${row.user_id}` : `/clients/${row.user_id}`,
    roles,
    sentAt: row.created_at,
    expiresAt: row.expires_at,
    badge: { text: t(`invitations.status.${status}`), tone: tones[status] },
    hint: status === 'failed' ? t('invitations.failed_hint') : '',
    canRenew: mayRenew && status !== 'accepted',
    canRevoke: mayRenew && status !== 'accepted' && status !== 'revoked',
  };
}
