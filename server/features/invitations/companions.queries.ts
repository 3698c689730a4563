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

/** Those places in words, with the roles there: `Finch Media: Staff`, by the membership invited to. */
export async function namesAlong(
  members: readonly MembershipRow[],
): Promise<Map<number, string[]>> {
  const invited = new Map(members.map((member) => [member.user_id, member.id]));
  const all = await listAlong([...invited.keys()]);
  const along = all.filter(({ id, user_id }) => id !== invited.get(user_id));
  const roles = await roleNamesOf(along.map(({ id }) => id));
  const names = new Map<number, string[]>();
  for (const { id, user_id, workspace } of along) {
    const member = invited.get(user_id) ?? 0;
    const text = `${workspace}: ${(roles.get(id) ?? []).join(', ')}`;
    names.set(member, [...(names.get(member) ?? []), text]);
  }
  return names;
}
