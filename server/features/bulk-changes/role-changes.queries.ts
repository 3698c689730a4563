import { z } from 'zod';
import { insertRow, table } from '../../core/database/index.js';
import { hour, now } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';

/** A change can be undone for this long (ms): the page that offers it may stay open for a while. */
const life = hour;

const roles = z.array(z.object({ roleId: z.number(), endsAt: z.number().nullable() }));
const content = z.array(z.object({ membershipId: z.number(), before: roles, after: roles }));

/** The roles somebody had before a change, and those it left them. */
export type ChangedRoles = z.output<typeof content>[number];

interface RoleChangeRow {
  id: number;
  workspace_id: number;
  user_id: number;
  /** ChangedRoles of each person, as JSON. */
  content: string;
  created_at: number;
}

/** Keeps what the undo of a change needs, for who made it; returns its id. */
export function insertRoleChange(actor: Actor, changed: readonly ChangedRoles[]): Promise<number> {
  const { userId: user_id, workspaceId: workspace_id } = actor;
  const row = { user_id, workspace_id, content: JSON.stringify(changed), created_at: now() };
  return insertRow('bulk_role_changes', row);
}

/** A change that the actor made in this workspace and can still undo. */
export async function lookUpRoleChange(
  actor: Actor,
  id: number,
): Promise<ChangedRoles[] | undefined> {
  const row = await own(actor, id).first();
  return row && content.parse(JSON.parse(row.content));
}

/** Takes such a change away; says whether it was still there, so that it is undone once. */
export async function deleteRoleChange(actor: Actor, id: number): Promise<boolean> {
  return (await own(actor, id).delete()) === 1;
}

/** Takes all changes away that cannot be undone any more. */
export async function deleteOldRoleChangesUnscoped(): Promise<void> {
  await table('bulk_role_changes')
    .where('created_at', '<=', now() - life)
    .delete();
}

function own(actor: Actor, id: number) {
  return table<RoleChangeRow>('bulk_role_changes')
    .where({ id, user_id: actor.userId, workspace_id: actor.workspaceId })
    .where('created_at', '>', now() - life);
}
