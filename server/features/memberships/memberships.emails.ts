import { queueMail } from '../../core/mail/index.js';
import { mailLocale, siteAddress, type UserRow } from '../accounts/index.js';
import type { MembershipRow } from './memberships.queries.js';

/** Tells somebody that their access has changed, by whom and to what. */
export async function roleChangedEmail(change: {
  user: UserRow;
  member: MembershipRow;
  before: readonly string[];
  after: readonly string[];
  changer: string;
}): Promise<void> {
  const { user, member, before, after, changer } = change;
  await queueMail({
    workspaceId: member.workspace_id,
    to: { name: user.name, address: user.email },
    locale: mailLocale(user, member.workspace_id),
    template: 'role-changed',
    data: { changer, before, after, link: siteAddress('/') },
  });
}

/** Tells somebody that they can no longer sign in. */
export async function accountDeactivatedEmail({
  user,
  workspaceId,
}: {
  user: UserRow;
  workspaceId: number;
}): Promise<void> {
  await queueMail({
    workspaceId,
    to: { name: user.name, address: user.email },
    locale: mailLocale(user, workspaceId),
    template: 'account-deactivated',
    data: {},
  });
}
