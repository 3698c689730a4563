import { queueMail } from '../../core/mail/index.js';
import { mailLocale, mailMoment, type UserRow } from '../accounts/index.js';
import type { MembershipRow } from '../memberships/index.js';

/** Everything that the mail and the page say about an invitation. */
export interface InvitationLetter {
  user: UserRow;
  member: MembershipRow;
  inviter: string;
  roles: readonly string[];
  projects: readonly string[];
  company: string | undefined;
  link: string;
  expiresAt: number;
}

/** Mails an invitation, in the words for the team or for clients; returns the message's id. */
export function invitationEmail(letter: InvitationLetter): Promise<number> {
  const { user, member, inviter, roles, projects, company, link, expiresAt } = letter;
  const mail = {
    workspaceId: member.workspace_id,
    to: { name: user.name, address: user.email },
    locale: mailLocale(user, member.workspace_id),
    expiresAt,
    sensitive: true,
  };
  const expires = mailMoment(user, member.workspace_id, expiresAt);
  const data = { inviter, projects, expires, link };
  if (member.audience === 'team')
    return queueMail({ ...mail, template: 'invitation-team', data: { ...data, roles } });
  return queueMail({ ...mail, template: 'invitation-client', data: { ...data, company } });
}
