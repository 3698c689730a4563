import { table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';

/** The workspace in which somebody arrives, and the version of their rights there. */
export interface Home {
  workspaceId: number;
  rightsVersion: number;
}

/**
 * Where a user arrives after signing in: where they last switched to; without that the primary
 * workspace if they belong to it, else their oldest.
 */
export async function homeOf(userId: number): Promise<Home | undefined> {
  const found = (await table('memberships')
    .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .where({ 'memberships.user_id': userId, 'memberships.status': 'active' })
    .whereNull('workspaces.archived_at')
    .where((lasting) =>
      lasting.whereNull('memberships.ends_at').orWhere('memberships.ends_at', '>', now()),
    )
    .orderByRaw('coalesce(memberships.last_entered_at, 0) desc')
    .orderBy('workspaces.is_primary', 'desc')
    .orderBy('memberships.id')
    .first('memberships.workspace_id', 'memberships.version')) as
    | { workspace_id: number; version: number }
    | undefined;
  return found && { workspaceId: found.workspace_id, rightsVersion: found.version };
}

/**
 * Whether somebody belongs to the team of any workspace, also of one that is archived for now: what
 * they come to there asks for more than a mailbox.
 */
export async function isOnTeam(userId: number): Promise<boolean> {
  const rows = await table('memberships')
    .where({ user_id: userId, audience: 'team', status: 'active' })
    .where((lasting) => lasting.whereNull('ends_at').orWhere('ends_at', '>', now()))
    .select('id')
    .limit(1);
  return rows.length > 0;
}

/** Notes that a member has come into this workspace; signing in leads here until they go elsewhere. */
export async function noteEntry(membershipId: number): Promise<void> {
  await table('memberships').where({ id: membershipId }).update({ last_entered_at: now() });
}

/** The name of a workspace that is closed to an active member only because it is archived. */
export async function archivedHomeOf(userId: number): Promise<string | undefined> {
  const [name] = (await table('memberships')
    .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
    .where({ 'memberships.user_id': userId, 'memberships.status': 'active' })
    .whereNotNull('workspaces.archived_at')
    .where((lasting) =>
      lasting.whereNull('memberships.ends_at').orWhere('memberships.ends_at', '>', now()),
    )
    .orderBy('memberships.id')
    .limit(1)
    .pluck('workspaces.name')) as string[];
  return name;
}
