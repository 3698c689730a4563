import { translatorFor } from '../../core/locale/index.js';
import { type MailRequest, queueMails } from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { mailLocale, mailMoment, type UserRow } from '../accounts/index.js';
import type { MembershipRow } from '../memberships/index.js';
import { whatAwaits } from './acceptance.presenter.js';

/** Everything that the mail and the page say about an invitation. */
export interface InvitationLetter {
  user: UserRow;
  member: MembershipRow;
  inviter: string;
  roles: readonly string[];
  teams: readonly string[];
  projects: readonly string[];
  /** Further workspaces that open with it; for the team each with the roles there. */
  places: readonly string[];
  /** What they will hold once they have come. */
  grants: Actor['grants'];
  company: string | undefined;
  link: string;
  expiresAt: number;
}

/**
 * Mails invitations, in the words for the team or for clients; returns the messages' ids in the
 * same order.
 */
export function invitationEmails(letters: readonly InvitationLetter[]): Promise<number[]> {
  return queueMails(letters.map(mailOf));
}

function mailOf(letter: InvitationLetter): MailRequest {
  const { user, member, inviter, projects, places, link, expiresAt } = letter;
  const locale = mailLocale(user, member.workspace_id);
  const mail = {
    workspaceId: member.workspace_id,
    to: { name: user.name, address: user.email },
    locale,
    expiresAt,
    sensitive: true,
  };
  const expires = mailMoment(user, member.workspace_id, expiresAt);
  const awaits = whatAwaits(translatorFor(locale), member.audience, letter.grants);
  const data = { inviter, projects, places, awaits, expires, link };
  const { roles, teams, company } = letter;
  if (member.audience === 'team')
    return { ...mail, template: 'invitation-team', data: { ...data, roles, teams } };
  return { ...mail, template: 'invitation-client', data: { ...data, company } };
}
