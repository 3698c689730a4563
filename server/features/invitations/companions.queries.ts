import { table } from '../../core/database/index.js';
import { roleNamesOf } from '../memberships/index.js';

/** A membership that waits for the invitation to another workspace. */
export interface Along {
  id: number;
  workspace: string;
}

/** Memberships that somebody was given beside the one they are invited to: none has an invitation of its own. */
export async function listAlong(userId: number): Promise<Along[]> {
  const rows = await table('memberships')
    .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .leftJoin('invitations', 'invitations.membership_id', 'memberships.id')
    .where({ 'memberships.user_id': userId, 'memberships.status': 'pending' })
    .whereNull('invitations.id')
    .orderBy('memberships.id')
    .select('memberships.id', 'workspaces.name as workspace');
  return rows as unknown as Along[];
}

/** Those places in words, with the roles there: `Finch Media: Staff`. `except` is the one they are invited to. */
export async function namesAlong(userId: number, except: number): Promise<string[]> {
  const along = (await listAlong(userId)).filter(({ id }) => id !== except);
  const roles = await roleNamesOf(along.map(({ id }) => id));
  return along.map(({ id, workspace }) => `${workspace}: ${(roles.get(id) ?? []).join(', ')}`);
}
