import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listTeamChoices } from '../people/index.js';
import {
  addTeamMembers,
  listJoinable,
  listTeamPeople,
  removeTeamMember,
  type TeamName,
} from '../teams/index.js';
import { candidatesOf, idsOf, type Plan, planFor, requireSomebody } from './candidates.js';
import { toEverybody, together } from './everybody.js';

/** A team that many come into or leave. */
export interface TeamChange {
  mode: 'add' | 'take';
  teamId: number;
}

/**
 * Who would come into a team or leave it, and who stays as they are.
 * @throws Invalid {team_id} for a team whose members are not the actor's to choose.
 */
export async function planTeam(
  actor: Actor,
  membershipIds: readonly number[],
  { mode, teamId }: TeamChange,
): Promise<Plan & { team: TeamName }> {
  const team = (await listTeamChoices(actor)).find(({ id }) => id === teamId);
  if (!team) throw new Invalid({ team_id: 'errors.choice' });
  const present = new Set((await listTeamPeople(teamId, membershipIds)).map(({ id }) => id));
  const joinable = new Set((await listJoinable(actor, membershipIds)).map(({ id }) => id));
  const candidates = await candidatesOf(actor, membershipIds);
  const plan = planFor(candidates, ({ person }) => {
    const isIn = present.has(person.membership_id);
    if (mode === 'take') return isIn ? null : 'not_in_team';
    if (isIn) return 'in_team';
    return joinable.has(person.membership_id) && person.user_status !== 'inactive'
      ? null
      : 'kept_out';
  });
  return { ...plan, team };
}

/**
 * Puts many into a team or takes them out, all or nothing, and thereby onto its projects or off
 * them. Returns the memberships it made a difference for.
 * @throws Invalid {team_id}, or {''} when there is nobody to change or somebody cannot be changed.
 */
export async function changeTeamOfMany(
  actor: Actor,
  membershipIds: readonly number[],
  change: TeamChange,
): Promise<number[]> {
  const plan = await planTeam(actor, membershipIds, change);
  requireSomebody(plan);
  const going = idsOf(plan.going);
  if (change.mode === 'add') await together(() => addTeamMembers(actor, change.teamId, going));
  else
    await toEverybody(plan.going, async ({ person }) => {
      await removeTeamMember(actor, change.teamId, person.membership_id);
    });
  return going;
}
