import type { Actor, Permission } from '../../core/permissions/index.js';
import { listGrants, people } from '../memberships/index.js';
import { type Glimpse, type Grants, glimpsesOf, totalOf } from './glimpses.service.js';
import { listAssignable, listLiveIds } from './project-people.queries.js';

/** The permissions that decide what of a project a contact sees; others decide what they do there. */
const decisive: readonly Permission[] = ['projects.view', 'tasks.view', 'files.view'];

/** Contacts who would see the same, by name, and what that is. */
export interface Onlookers {
  names: string[];
  glimpse: Glimpse;
}

interface Group {
  rights: Grants;
  userIds: number[];
}

/**
 * Of some people who are to be on a project: the contacts who would newly come onto it, grouped by
 * what they would see there, most first. Empty when none is new, or nobody would see anything yet.
 */
export async function onlookersAmong(
  actor: Actor,
  projectId: number,
  membershipIds: readonly number[],
): Promise<Onlookers[]> {
  const present = new Set(await listLiveIds(projectId));
  const wanted = membershipIds.filter((id) => !present.has(id));
  const coming = (await listAssignable(actor, wanted)).filter((one) => one.audience === 'client');
  if (coming.length === 0) return [];
  const grants = await listGrants(coming);
  const groups = new Map<string, Group>();
  for (const { id, user_id } of coming) {
    const rights = grants.get(id) ?? new Map();
    const key = decisive.map((permission) => rights.get(permission)?.scope ?? 'none').join();
    const group: Group = groups.get(key) ?? { rights, userIds: [] };
    group.userIds.push(user_id);
    groups.set(key, group);
  }
  const kinds = [...groups.values()];
  const glimpses = await glimpsesOf(
    actor,
    [projectId],
    kinds.map((group) => group.rights),
  );
  if (glimpses.every((glimpse) => totalOf(glimpse) === 0)) return [];
  const known = await people(coming.map((one) => one.user_id));
  const named = (ids: number[]) => ids.map((id) => known.get(id)?.name ?? '').sort();
  return kinds
    .map(({ userIds }, index) => ({
      names: named(userIds),
      glimpse: glimpses[index] as Glimpse,
    }))
    .sort((one, other) => totalOf(other.glimpse) - totalOf(one.glimpse));
}
