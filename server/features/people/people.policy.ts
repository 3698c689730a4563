import { type Query, table } from '../../core/database/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { deletedUserIds } from '../accounts/index.js';
import type { MembershipRow } from '../memberships/index.js';

/** The team as an actor may see it: everybody of the workspace, or nobody. */
export function visibleMembers(actor: Actor): Query<MembershipRow> {
  const rows = table<MembershipRow>('memberships')
    .where('memberships.workspace_id', actor.workspaceId)
    .where('memberships.audience', 'team')
    .whereNotIn('memberships.user_id', deletedUserIds()) as Query<MembershipRow>;
  return holds(actor, 'users.view') ? rows : (rows.whereRaw('1 = 0') as Query<MembershipRow>);
}
