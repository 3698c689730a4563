import { type Query, table } from '../../core/database/index.js';
import { type Actor, type RecordFacts, scopeOf } from '../../core/permissions/index.js';
import { deletedUserIds } from '../accounts/index.js';
import type { MembershipRow } from '../memberships/index.js';
import { clientReach } from './reach.policy.js';

/** Contacts an actor may see: all of the workspace, or those on their projects. */
export function visibleContacts(actor: Actor): Query<MembershipRow> {
  const rows = table<MembershipRow>('memberships')
    .where('memberships.workspace_id', actor.workspaceId)
    .where('memberships.audience', 'client')
    .whereNotIn('memberships.user_id', deletedUserIds()) as Query<MembershipRow>;
  const scope = scopeOf(actor, 'clients.view');
  if (scope === 'all') return rows;
  if (scope !== 'assigned') return rows.whereRaw('1 = 0') as Query<MembershipRow>;
  return rows.whereIn('memberships.id', clientReach().contactIds(actor)) as Query<MembershipRow>;
}

/** Contacts in the trash whom an actor may delete or bring back: all, or those of their projects. */
export function deletedContacts(actor: Actor): Query<MembershipRow> {
  const rows = table<MembershipRow>('memberships')
    .where('memberships.workspace_id', actor.workspaceId)
    .where('memberships.audience', 'client')
    .whereIn('memberships.user_id', deletedUserIds()) as Query<MembershipRow>;
  const scope = scopeOf(actor, 'clients.delete');
  if (scope === 'all') return rows;
  if (scope !== 'assigned') return rows.whereRaw('1 = 0') as Query<MembershipRow>;
  return rows.whereIn('memberships.id', clientReach().contactIds(actor)) as Query<MembershipRow>;
}

/** How one contact lies to an actor, for decide(). */
export async function contactFacts(
  actor: Actor,
  contact: { membershipId: number },
): Promise<RecordFacts> {
  const row = await table('memberships')
    .where('memberships.id', contact.membershipId)
    .whereIn('memberships.id', clientReach().contactIds(actor))
    .first('memberships.id');
  return { own: false, assigned: row !== undefined };
}
