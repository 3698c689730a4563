import { expect } from 'chai';
import fc from 'fast-check';
import { table } from '../../../server/core/database/index.js';
import { setClock } from '../../../server/core/dates/index.js';
import { setPeople } from '../../../server/features/projects/project-access.service.js';
import { addTeamMembers, createTeam } from '../../../server/features/teams/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { isLong, noteTrial, testSeed } from '../../support/trials.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf } from '../tasks/people.js';
import {
  anyChange,
  type Change,
  defined,
  effective,
  make,
  type Stage,
  smuggle,
} from './changes.js';

const runs = isLong ? 300 : 15;

describe('Who is on a project through a team', () => {
  let app: TestApp;
  let world: World;
  let stage: Stage;
  /** What the pages count, and what they would count if each change had been made by itself. */
  let byHand: Model;

  after(() => noteTrial(`Teams: ${runs} sequences of changes, and as many pairs at one moment`));
  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await setUp();
  });
  afterEach(() => app.close());

  async function setUp(): Promise<void> {
    setClock();
    for (const name of ['project_teams', 'team_members', 'teams', 'project_assignments'])
      await table(name).delete();
    await table('users').update({ status: 'active' });
    const actor = await actorOf(world, world.people.priya);
    const { website, campaign, internal } = world.projects;
    const { jonas, elin, priya } = world.people;
    const teams: number[] = [];
    for (const name of ['Design', 'Search', 'Support'])
      teams.push(await createTeam(actor, { name, description: null, hue: 'teal' }));
    stage = { actor, people: [jonas, elin, priya], teams, projects: [website, campaign, internal] };
    byHand = { in: new Set(), on: new Set(), chosen: new Map(), out: new Set() };
  }

  it('S027 is who is in a team that is on it or was chosen by hand, after any changes in any order', async function () {
    this.timeout(isLong ? 1_200_000 : 90_000);
    await fc.assert(
      fc.asyncProperty(fc.array(anyChange, { minLength: 8, maxLength: 30 }), async (changes) => {
        await setUp();
        for (const change of changes.filter(isPossible)) {
          await make(stage, change);
          note(byHand, change);
          expect(await effective(), change.kind).to.deep.equal(await defined());
          expect(await effective(), change.kind).to.deep.equal(expectedOf(byHand, stage));
        }
      }),
      { seed: testSeed, numRuns: runs },
    );
  });

  it('is right after two changes at one moment, whichever came first', async function () {
    this.timeout(isLong ? 1_200_000 : 90_000);
    const lasting = anyChange.filter(
      ({ kind }) => kind !== 'let time pass' && kind !== 'give an end' && kind !== 'delete team',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(lasting, { minLength: 4, maxLength: 10 }),
        fc.tuple(lasting, lasting, lasting),
        async (first, together) => {
          await setUp();
          for (const change of first.filter(isPossible)) await make(stage, change);
          await Promise.all(together.filter(isPossible).map((change) => make(stage, change)));
          expect(await effective()).to.deep.equal(await defined());
        },
      ),
      { seed: testSeed, numRuns: runs },
    );
  });

  it('is right when somebody joins a team at the moment it comes onto a project', async () => {
    const [design = 0] = stage.teams;
    const { elin } = world.people;
    for (const project of stage.projects) {
      await table('team_members').delete();
      await table('project_teams').delete();
      await table('project_assignments').delete();
      await Promise.all([
        addTeamMembers(stage.actor, design, [elin.membershipId]),
        setPeople(stage.actor, project, { membershipIds: [], teamIds: [design] }),
      ]);
      expect(await effective()).to.deep.equal([`${project} ${elin.membershipId}`]);
    }
  });

  it('is never a client’s contact, not even one in its list by mistake', async () => {
    const [design = 0] = stage.teams;
    const [project = 0] = stage.projects;
    const { sofia } = world.people;
    const attempt = addTeamMembers(stage.actor, design, [sofia.membershipId]);
    expect(await attempt.catch((error: { status: number }) => error.status)).to.equal(422);
    await smuggle(design, sofia.membershipId);
    await setPeople(stage.actor, project, { membershipIds: [], teamIds: [design] });
    expect(await effective()).to.deep.equal([]);
  });

  /** Deactivating the only Admin is refused; nobody is deactivated who is chosen from a form. */
  function isPossible({ kind, person }: Change): boolean {
    return person !== 2 || (kind !== 'deactivate' && kind !== 'reactivate');
  }
});

/** The definition kept by hand: who is in which team, which team is where, who was chosen until when. */
interface Model {
  in: Set<string>;
  on: Set<string>;
  /** Steps of time left for what was chosen by hand; null for ever. */
  chosen: Map<string, 1 | null>;
  /** Who is deactivated: no form offers them, so nobody takes their choice away. */
  out: Set<number>;
}

function note(model: Model, { kind, person, team, project }: Change): void {
  const inTeam = `${team} ${person}`;
  const onProject = `${team} ${project}`;
  const place = `${project} ${person}`;
  const acts: Record<Change['kind'], () => unknown> = {
    join: () => model.in.add(inTeam),
    leave: () => model.in.delete(inTeam),
    'put team on': () => model.on.add(onProject),
    'take team off': () => model.on.delete(onProject),
    choose: () => model.chosen.has(place) || model.chosen.set(place, null),
    unchoose: () => model.out.has(person) || model.chosen.delete(place),
    'give an end': () => model.chosen.has(place) && model.chosen.set(place, 1),
    'let time pass': () => {
      for (const [held, left] of model.chosen) if (left !== null) model.chosen.delete(held);
    },
    deactivate: () => model.out.add(person),
    reactivate: () => model.out.delete(person),
    'delete team': () => {
      for (const one of [...model.in]) if (one.startsWith(`${team} `)) model.in.delete(one);
      for (const one of [...model.on]) if (one.startsWith(`${team} `)) model.on.delete(one);
    },
  };
  acts[kind]();
}

function expectedOf(model: Model, { people, projects }: Stage): string[] {
  const places = new Set(model.chosen.keys());
  for (const one of model.on) {
    const [team, project] = one.split(' ');
    for (const member of model.in) {
      const [of, person] = member.split(' ');
      if (of === team) places.add(`${project} ${person}`);
    }
  }
  return [...places]
    .map((place) => place.split(' ').map(Number) as [number, number])
    .map(([project, person]) => `${projects[project]} ${people[person]?.membershipId}`)
    .sort();
}
