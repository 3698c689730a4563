import fc from 'fast-check';
import { insertRow, table, transaction } from '../../../server/core/database/index.js';
import { now, setClock } from '../../../server/core/dates/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { deactivateUser, reactivateUser } from '../../../server/features/memberships/index.js';
import { choiceOf, setPeople } from '../../../server/features/projects/project-access.service.js';
import {
  addTeamMembers,
  createTeam,
  deleteTeam,
  removeTeamMember,
} from '../../../server/features/teams/index.js';
import type { Person } from '../../support/world.js';

/** The people, teams and projects that changes are made to, by place. */
export interface Stage {
  actor: Actor;
  people: readonly Person[];
  teams: number[];
  projects: readonly number[];
}

const kinds = [
  'join',
  'join',
  'leave',
  'put team on',
  'put team on',
  'take team off',
  'choose',
  'unchoose',
  'give an end',
  'let time pass',
  'deactivate',
  'reactivate',
  'delete team',
] as const;

/** One change of who is where, to things at random places. */
export interface Change {
  kind: (typeof kinds)[number];
  person: number;
  team: number;
  project: number;
}

/** Any change. */
export const anyChange: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...kinds),
  person: fc.nat(2),
  team: fc.nat(2),
  project: fc.nat(2),
});

const pause = 1000;

/** Makes a change through the product's own services; what is so already changes nothing. */
export async function make(stage: Stage, change: Change): Promise<void> {
  const { actor } = stage;
  const person = stage.people[change.person] as Person;
  const teamId = stage.teams[change.team] as number;
  const projectId = stage.projects[change.project] as number;
  const choose = (alter: (chosen: { people: Set<number>; teams: Set<number> }) => unknown) =>
    rechoose(actor, projectId, alter);
  const { membershipId, userId } = person;
  const acts: Record<Change['kind'], () => Promise<unknown>> = {
    join: () => addTeamMembers(actor, teamId, [membershipId]),
    leave: () => removeTeamMember(actor, teamId, membershipId),
    'put team on': () => choose(({ teams }) => teams.add(teamId)),
    'take team off': () => choose(({ teams }) => teams.delete(teamId)),
    choose: () => choose(({ people }) => people.add(membershipId)),
    unchoose: () => choose(({ people }) => people.delete(membershipId)),
    'give an end': () => giveEnd(projectId, membershipId),
    'let time pass': async () => {
      const later = now() + pause;
      setClock(() => later);
    },
    deactivate: () => deactivateUser(actor, userId),
    reactivate: () => reactivateUser(actor, userId),
    'delete team': async () => {
      const name = ((await table('teams').where({ id: teamId }).first()) as { name: string }).name;
      await deleteTeam(actor, teamId);
      stage.teams[change.team] = await createTeam(actor, { name, description: null, hue: 'teal' });
    },
  };
  await acts[change.kind]();
}

async function rechoose(
  actor: Actor,
  projectId: number,
  alter: (chosen: { people: Set<number>; teams: Set<number> }) => unknown,
): Promise<void> {
  const { membershipIds, teamIds } = await choiceOf(actor, projectId);
  const chosen = { people: new Set(membershipIds), teams: new Set(teamIds) };
  alter(chosen);
  await setPeople(actor, projectId, {
    membershipIds: [...chosen.people],
    teamIds: [...chosen.teams],
  });
}

interface Ends {
  ends_at: number | null;
  direct_ends_at: number | null;
}

/** What was chosen by hand and is not over gets an end, wherever it stands while a team holds the person there. */
async function giveEnd(project_id: number, membership_id: number): Promise<void> {
  await transaction(async () => {
    const rows = table('project_assignments').where({ project_id, membership_id, is_direct: 1 });
    const row = (await rows.clone().first()) as Ends | undefined;
    const end = row && (row.direct_ends_at ?? row.ends_at);
    if (end === undefined || (end !== null && end <= now())) return;
    const isHeld = (await throughTeams()).has(`${project_id} ${membership_id}`);
    await rows.update({ [isHeld ? 'direct_ends_at' : 'ends_at']: now() + pause / 2 });
  });
}

/** Who is where by the definition: chosen by hand and not ended, or in a team that is there. */
export async function defined(): Promise<string[]> {
  const through = await throughTeams();
  const rows = (await table('project_assignments').where({ is_direct: 1 })) as unknown as (Ends & {
    project_id: number;
    membership_id: number;
  })[];
  for (const { project_id, membership_id, ends_at, direct_ends_at } of rows) {
    const end = direct_ends_at ?? ends_at;
    if (end === null || end > now()) through.add(`${project_id} ${membership_id}`);
  }
  return [...through].sort();
}

/** Who is where as every page asks for it. */
export async function effective(): Promise<string[]> {
  const rows = (await table('project_assignments').where((live) => {
    live.whereNull('ends_at').orWhere('ends_at', '>', now());
  })) as unknown as { project_id: number; membership_id: number }[];
  return rows.map((row) => `${row.project_id} ${row.membership_id}`).sort();
}

async function throughTeams(): Promise<Set<string>> {
  const rows = (await table('project_teams')
    .join('team_members', 'team_members.team_id', 'project_teams.team_id')
    .select('project_id', 'membership_id')) as unknown as {
    project_id: number;
    membership_id: number;
  }[];
  return new Set(rows.map((row) => `${row.project_id} ${row.membership_id}`));
}

/** Puts a contact into a team behind the product's back. */
export async function smuggle(team_id: number, membership_id: number): Promise<void> {
  await insertRow('team_members', { team_id, membership_id, created_at: now() });
}
