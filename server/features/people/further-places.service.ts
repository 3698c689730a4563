import { publish } from '../../core/events/index.js';
import { type Actor, type Audience, holds, scopeOf } from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import {
  createMembership,
  loadActor,
  lookUpMembership,
  roleNamesOf,
} from '../memberships/index.js';
import type { RoleRow } from '../roles/index.js';
import { userAdded } from './people.events.js';
import { listGrantableRoles } from './people-roles.queries.js';

/** Another workspace of the actor's, with the roles that they may give there. */
export interface FurtherPlace {
  workspaceId: number;
  name: string;
  roles: RoleRow[];
}

/** A form offers so many at most; whoever keeps workspaces has pages of their own for the rest. */
const mostOffered = 20;

/**
 * The other workspaces to which the actor, as who they are there, may add members of the team, or
 * contacts of clients who are on no project yet.
 */
export async function listFurtherPlaces(actor: Actor, audience: Audience): Promise<FurtherPlace[]> {
  const others = actor.workspaceIds.filter((id) => id !== actor.workspaceId);
  const places: FurtherPlace[] = [];
  for (const workspaceId of others.slice(0, mostOffered)) {
    const there = await loadActor(actor.userId, workspaceId, '');
    if (there?.kind !== 'team' || !mayAdd(there, audience)) continue;
    const roles = await listGrantableRoles(there, audience);
    if (roles.length > 0)
      places.push({ workspaceId, name: setting(workspaceId, 'general.name'), roles });
  }
  return places;
}

/** Who adds clients only to the projects they are on chooses one of them, which a form elsewhere cannot. */
function mayAdd(there: Actor, audience: Audience): boolean {
  if (audience === 'team') return holds(there, 'users.create');
  return scopeOf(there, 'clients.create') === 'all';
}

/** Another workspace of the actor's to which somebody belongs as well, with their roles there. */
export interface SharedPlace {
  workspaceId: number;
  name: string;
  roles: string[];
  /** Their page there, as far as that is for the actor to open. */
  path: string;
}

/** Where else somebody belongs, of the workspaces in which the actor may read that. */
export async function listSharedPlaces(actor: Actor, userId: number): Promise<SharedPlace[]> {
  const others = actor.workspaceIds.filter((id) => id !== actor.workspaceId);
  const places: SharedPlace[] = [];
  for (const workspaceId of others.slice(0, mostOffered)) {
    const member = await lookUpMembership(workspaceId, userId);
    if (!member || member.status === 'suspended') continue;
    const there = await loadActor(actor.userId, workspaceId, '');
    const permission = member.audience === 'team' ? 'users.view' : 'clients.view';
    if (there?.kind !== 'team' || scopeOf(there, permission) !== 'all') continue;
    const roles = (await roleNamesOf([member.id])).get(member.id) ?? [];
    const path = `/${member.audience === 'team' ? 'users' : 'clients'}/${userId}`;
    places.push({ workspaceId, name: setting(workspaceId, 'general.name'), roles, path });
  }
  return places;
}

/** The places in which somebody gets roles, each with only those that were chosen. */
export function chosenAmong(
  places: readonly FurtherPlace[],
  roleIds: readonly number[],
): FurtherPlace[] {
  return places
    .map((place) => ({ ...place, roles: place.roles.filter(({ id }) => roleIds.includes(id)) }))
    .filter(({ roles }) => roles.length > 0);
}

/**
 * Makes somebody new a member of further workspaces; who has yet to accept becomes active in all
 * of them at once. Belongs into the transaction that adds them.
 * @throws Forbidden for roles that are not the actor's to give there any more.
 */
export async function joinFurther(
  actor: Actor,
  person: { userId: number; name: string; audience: Audience; isActive: boolean },
  places: readonly FurtherPlace[],
): Promise<void> {
  const { userId, name, audience, isActive } = person;
  for (const { workspaceId, roles } of places) {
    const there = await loadActor(actor.userId, workspaceId, '');
    if (!there) continue;
    await createMembership({
      workspaceId,
      userId,
      audience,
      roleIds: roles.map((role) => role.id),
      status: isActive ? 'active' : 'pending',
      grantedBy: there,
    });
    const names = roles.map((role) => role.name);
    await publish(userAdded, {
      actor: there,
      subject: { type: 'user', id: userId },
      visibility: 'internal',
      data: { name, roles: names.join(', ') },
      audit: { name, after: { roles: names, way_in: isActive ? 'password' : 'invitation' } },
    });
  }
}
