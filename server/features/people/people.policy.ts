import { type Query, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { deletedUserIds } from '../accounts/index.js';
import type { MembershipRow } from '../memberships/index.js';

/** Users who belong to a workspace now, whatever they are there; for Super Admins alone to ask. */
export function usersIn(workspaceId: number): Query<{ user_id: number }> {
  return table<MembershipRow>('memberships as belonging')
    .where('belonging.workspace_id', workspaceId)
    .whereNot('belonging.status', 'suspended')
    .where((lasting) =>
      lasting.whereNull('belonging.ends_at').orWhere('belonging.ends_at', '>', now()),
    )
    .select('belonging.user_id') as unknown as Query<{ user_id: number }>;
}

/** The team as an actor may see it: everybody of the workspace, or nobody. */
export function visibleMembers(actor: Actor): Query<MembershipRow> {
  const rows = table<MembershipRow>('memberships')
    .where('memberships.workspace_id', actor.workspaceId)
    .where('memberships.audience', 'team')
    .whereNotIn('memberships.user_id', deletedUserIds()) as Query<MembershipRow>;
  return holds(actor, 'users.view') ? rows : (rows.whereRaw('1 = 0') as Query<MembershipRow>);
}
