import { insertRow, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';

/** A list of people on its way in. */
export interface ImportRow {
  id: number;
  workspace_id: number;
  user_id: number;
  /** The text of the list; empty once it is done. */
  content: string;
  created_at: number;
  done_at: number | null;
  /** How many people came by it. */
  added: number;
}

/** Addresses that one query looks for. */
const batchSize = 400;

/** A list, for who brought it, in the workspace it was brought to. @throws NotFound */
export async function findImport(actor: Actor, id: number): Promise<ImportRow> {
  const found = await table<ImportRow>('user_imports')
    .where({ id, user_id: actor.userId, workspace_id: actor.workspaceId })
    .first();
  if (!found) throw new NotFound();
  return found as ImportRow;
}

/** Keeps a list for the next step; returns its id. */
export function insertImport(actor: Actor, content: string): Promise<number> {
  const { userId: user_id, workspaceId: workspace_id } = actor;
  return insertRow('user_imports', { user_id, workspace_id, content, created_at: now(), added: 0 });
}

/** Marks a list as done and forgets what stood in it. */
export async function finishImport(id: number, added: number): Promise<void> {
  await table('user_imports').where({ id }).update({ done_at: now(), added, content: '' });
}

/** Takes a list away. */
export async function deleteImport(id: number): Promise<void> {
  await table('user_imports').where({ id }).delete();
}

/** Takes all lists away that came before a moment (ms UTC). */
export async function deleteOldImportsUnscoped(before: number): Promise<void> {
  await table('user_imports').where('created_at', '<', before).delete();
}

/** Which of some addresses (as emailKey() makes them) are taken: by the actor's own team, or by others. */
export async function takenAddresses(
  actor: Actor,
  keys: readonly string[],
): Promise<Map<string, 'team' | 'other'>> {
  const taken = new Map<string, 'team' | 'other'>();
  for (let at = 0; at < keys.length; at += batchSize) {
    const rows = (await table('users')
      .leftJoin('memberships', (join) => {
        join
          .on('memberships.user_id', 'users.id')
          .andOnVal('memberships.workspace_id', actor.workspaceId);
      })
      .whereIn('users.email_key', keys.slice(at, at + batchSize))
      .select('users.email_key', 'memberships.audience')) as unknown as {
      email_key: string;
      audience: string | null;
    }[];
    for (const row of rows) taken.set(row.email_key, row.audience === 'team' ? 'team' : 'other');
  }
  return taken;
}
