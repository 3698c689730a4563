import { table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';

/** The workspace in which somebody arrives, and the version of their rights there. */
export interface Home {
  workspaceId: number;
  rightsVersion: number;
}

/** Where a user arrives after signing in: the primary workspace if they belong to it, else their oldest. */
export async function homeOf(userId: number): Promise<Home | undefined> {
  const found = (await table('memberships')
    .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .where({ 'memberships.user_id': userId, 'memberships.status': 'active' })
    .whereNull('workspaces.archived_at')
    .where((lasting) =>
      lasting.whereNull('memberships.ends_at').orWhere('memberships.ends_at', '>', now()),
    )
    .orderBy('workspaces.is_primary', 'desc')
    .orderBy('memberships.id')
    .first('memberships.workspace_id', 'memberships.version')) as
    | { workspace_id: number; version: number }
    | undefined;
  return found && { workspaceId: found.workspace_id, rightsVersion: found.version };
}
