import { Forbidden } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { loadActor, lookUpMembership } from '../memberships/index.js';
import { grantableRoles, isSuperAdmin, listRoles, type RoleRow } from '../roles/index.js';
import { primaryWorkspace } from '../workspaces/index.js';
import { mayBring } from './reach.policy.js';

/**
 * Who the actor is in a workspace: a Super Admin is an Admin everywhere, everybody else what they
 * are as a member there; undefined for who does not belong to it.
 */
export async function actorIn(actor: Actor, workspaceId: number): Promise<Actor | undefined> {
  if (workspaceId === actor.workspaceId) return actor;
  if (isSuperAdmin(actor)) {
    const own = await lookUpMembership(workspaceId, actor.userId);
    const isPrimaryWorkspace = workspaceId === (await primaryWorkspace()).id;
    const { locale, timezone } = actor;
    return {
      ...actor,
      locale,
      timezone,
      workspaceId,
      isPrimaryWorkspace,
      membershipId: own?.id ?? 0,
    };
  }
  if (!actor.workspaceIds.includes(workspaceId)) return undefined;
  return loadActor(actor.userId, workspaceId, '');
}

/** As actorIn(). @throws Forbidden for who has no say there. */
export async function requireActorIn(actor: Actor, workspaceId: number): Promise<Actor> {
  const there = await actorIn(actor, workspaceId);
  if (there?.kind !== 'team') throw new Forbidden('workspaces.errors.not_yours');
  return there;
}

/** The roles of a workspace that the actor may give to people whom they bring in. */
export async function grantableIn(actor: Actor, workspaceId: number): Promise<RoleRow[]> {
  const there = await actorIn(actor, workspaceId);
  if (!there) return [];
  const roles = await grantableRoles(there, await listRoles(workspaceId));
  return roles.filter((role) => mayBring(there, role.audience));
}
