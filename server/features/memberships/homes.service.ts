import { transaction } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type Home, noteEntry } from './homes.queries.js';
import { lookUpMembership } from './memberships.queries.js';

/**
 * Lets somebody go on in another workspace of theirs; signing in leads there from then on.
 * @throws NotFound for a workspace that they cannot enter, as for one that does not exist.
 */
export async function enterWorkspace(actor: Actor, workspaceId: number): Promise<Home> {
  if (!actor.workspaceIds.includes(workspaceId)) throw new NotFound();
  return transaction(async () => {
    const member = await lookUpMembership(workspaceId, actor.userId);
    if (!member) throw new NotFound();
    await noteEntry(member.id);
    return { workspaceId, rightsVersion: member.version };
  });
}
