import { type Page, paginate, type Query, table } from '../../core/database/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { visibleContacts } from '../clients/index.js';
import { type MailedInvitation, mailedInvitations } from './invitations.queries.js';

/** Which invitations a list shows. */
export type InvitationFilter = 'open' | 'accepted' | 'revoked';
export const invitationFilters = ['open', 'accepted', 'revoked'] as const;

/** An invitation with whom it invites. */
export type ListedInvitation = MailedInvitation & {
  user_id: number;
  name: string;
  email: string;
  audience: 'team' | 'client';
};

/** The newest invitation of each person the actor may see, as far as a filter shows it. */
export function listInvitations(
  actor: Actor,
  filter: InvitationFilter,
  page: number,
): Promise<Page<ListedInvitation>> {
  return paginate(narrowed(visibleInvitations(actor), filter).orderBy('invitations.id', 'desc'), {
    page,
  });
}

/** One invitation the actor may see, or nothing. */
export async function lookUpListed(
  actor: Actor,
  id: number,
): Promise<ListedInvitation | undefined> {
  const found = await visibleInvitations(actor).where('invitations.id', id).first();
  return found as ListedInvitation | undefined;
}

/** Invitations to the team for who sees the team, to contacts for who sees those contacts. */
function visibleInvitations(actor: Actor): Query<ListedInvitation> {
  const rows = mailedInvitations()
    .join('memberships', 'memberships.id', 'invitations.membership_id')
    .join('users', 'users.id', 'memberships.user_id')
    .where('invitations.workspace_id', actor.workspaceId)
    .whereNull('users.deleted_at')
    .whereIn('invitations.id', table('invitations').groupBy('membership_id').max('id'))
    .where((either) => {
      either.whereIn('memberships.id', visibleContacts(actor).select('memberships.id'));
      if (holds(actor, 'users.view')) either.orWhere('memberships.audience', 'team');
    })
    .select('users.id as user_id', 'users.name', 'users.email', 'memberships.audience');
  return rows as unknown as Query<ListedInvitation>;
}

function narrowed(
  rows: Query<ListedInvitation>,
  filter: InvitationFilter,
): Query<ListedInvitation> {
  if (filter !== 'open') return rows.where('invitations.status', filter) as typeof rows;
  return rows.whereIn('invitations.status', ['waiting', 'opened']) as typeof rows;
}
