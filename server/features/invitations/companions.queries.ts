import { inParts, table } from '../../core/database/index.js';
import { type MembershipRow, roleNamesOf } from '../memberships/index.js';

/** A membership that waits for the invitation to another workspace. */
export interface Along {
  id: number;
  user_id: number;
  workspace: string;
}

/** Memberships that somebody was given beside the one they are invited to: none has an invitation of its own. */
export async function listAlong(userIds: readonly number[]): Promise<Along[]> {
  const along: Along[] = [];
  for (const part of inParts(userIds)) {
    const rows = await table('memberships')
      .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
      .leftJoin('invitations', 'invitations.membership_id', 'memberships.id')
      .whereIn('memberships.user_id', part)
      .where('memberships.status', 'pending')
      .whereNull('invitations.id')
      .orderBy('memberships.id')
      .select('memberships.id', 'memberships.user_id', 'workspaces.name as workspace');
    along.push(...(rows as unknown as Along[]));
  }
  return along;
}

/**
 * Those places in words, by the membership invited to: for the team with the roles there, `Finch
 * Media: Staff`; clients are told of no roles.
 */
export async function namesAlong(
  members: readonly MembershipRow[],
): Promise<Map<number, string[]>> {
  const invited = new Map(members.map((member) => [member.user_id, member]));
  const all = await listAlong([...invited.keys()]);
  const along = all.filter(({ id, user_id }) => id !== invited.get(user_id)?.id);
  const roles = await roleNamesOf(along.map(({ id }) => id));
  const names = new Map<number, string[]>();
  for (const { id, user_id, workspace } of along) {
    const member = invited.get(user_id);
    if (!member) continue;
    const isTold = member.audience === 'team';
    const text = isTold ? `${workspace}: ${(roles.get(id) ?? []).join(', ')}` : workspace;
    names.set(member.id, [...(names.get(member.id) ?? []), text]);
  }
  return names;
}
