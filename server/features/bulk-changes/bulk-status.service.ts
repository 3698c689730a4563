import type { Actor } from '../../core/permissions/index.js';
import { deactivatePerson, isInactive, reactivatePerson } from '../people/index.js';
import {
  candidatesOf,
  idsOf,
  outOfReach,
  type Plan,
  planFor,
  requireSomebody,
} from './candidates.js';
import { toEverybody } from './everybody.js';

/** What happens to the status of many. */
export type StatusChange = 'deactivation' | 'reactivation';

/** Who would be kept out or let in again, and who stays as they are. */
export async function planStatus(
  actor: Actor,
  membershipIds: readonly number[],
  change: StatusChange,
): Promise<Plan> {
  const candidates = await candidatesOf(actor, membershipIds);
  return planFor(candidates, (candidate) => {
    if (isInactive(candidate.person) === (change === 'deactivation'))
      return change === 'deactivation' ? 'inactive' : 'active';
    return outOfReach(actor, candidate);
  });
}

/**
 * Keeps many out or lets them in again, all or nothing; their sessions end at once, their work
 * stays as it is. Returns the memberships it made a difference for.
 * @throws Invalid {''} when there is nobody to change or somebody cannot be changed.
 */
export async function changeStatusOfMany(
  actor: Actor,
  membershipIds: readonly number[],
  change: StatusChange,
): Promise<number[]> {
  const plan = await planStatus(actor, membershipIds, change);
  requireSomebody(plan);
  await toEverybody(plan.going, async ({ person }) => {
    if (change === 'deactivation') await deactivatePerson(actor, person);
    else await reactivatePerson(actor, person, { givesBack: false });
  });
  return idsOf(plan.going);
}
