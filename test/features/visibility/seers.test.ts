import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { NotFound } from '../../../server/core/http/index.js';
import type { Actor } from '../../../server/core/permissions/index.js';
import { type Sight, subjectOf } from '../../../server/core/subjects/index.js';
import { seers } from '../../../server/features/memberships/index.js';
import { findSeen, type SeenType } from '../../../server/features/visibility/seen-things.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { testSeed } from '../../support/trials.js';
import { makeWorld, type World } from '../../support/world.js';
import { comment, countAll, file } from '../../support/world-parts.js';
import { actorOf } from '../memberships/rights.js';
import { randomPeople } from './random-people.js';

describe('Who sees a thing', () => {
  let app: TestApp;
  let world: World;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  after(() => app.close());

  it(`is exactly everybody whose own query finds it, whatever is granted, set, assigned and shared (seed ${testSeed})`, async function () {
    this.timeout(60_000);
    const random = await randomPeople(world, 30);
    const people = [...Object.values(world.people), ...random.map(({ person }) => person)];
    const priya = await actorOf(world.workspaceId, world.people.priya);
    let seen = 0;
    let hidden = 0;
    for (const [type, id] of await everything()) {
      const found = await ids((await findSeen(priya, { type, id })).sight);
      for (const person of people) {
        const actor = await actorOf(world.workspaceId, person);
        const isSeen = await sees(actor, type, id);
        expect(found.has(person.membershipId), `${person.name} ${type} ${id}`).to.equal(isSeen);
        if (isSeen) seen += 1;
        else hidden += 1;
      }
    }
    expect(Math.min(seen, hidden)).to.be.greaterThan(50);
  });

  it('leaves out who is suspended, inactive or past an end, and counts who is invited', async () => {
    const { jonas, sofia, tom } = world.people;
    const priya = await actorOf(world.workspaceId, world.people.priya);
    const { sight } = await findSeen(priya, { type: 'task', id: world.tasks.logo });
    const change = (membershipId: number, changes: Record<string, unknown>) =>
      table('memberships').where({ id: membershipId }).update(changes);
    await change(jonas.membershipId, { status: 'suspended' });
    await change(sofia.membershipId, { ends_at: 1 });
    await change(tom.membershipId, { status: 'pending' });
    const found = await ids(sight);
    expect(found.has(jonas.membershipId)).to.equal(false);
    expect(found.has(sofia.membershipId)).to.equal(false);
    expect(found.has(tom.membershipId)).to.equal(true);
    await table('users').where({ id: tom.userId }).update({ status: 'inactive' });
    expect((await ids(sight)).has(tom.membershipId)).to.equal(false);
  });

  async function everything(): Promise<[SeenType, number][]> {
    const author = world.people.priya.userId;
    const { budget, logo } = world.tasks;
    await comment(world.workspaceId, budget, author, 'client', 'Marked, on a hidden task');
    await file(world.workspaceId, budget, author, 'client', 'marked.txt', 'On a hidden task');
    const onProject = await file(world.workspaceId, logo, author, 'client', 'whole.txt', 'All');
    await table('files')
      .where({ id: onProject })
      .update({ subject_type: 'project', subject_id: world.projects.website });
    await countAll();
    const all: [SeenType, number][] = [];
    for (const name of ['project', 'task', 'comment', 'file'] as const) {
      const rows = (await table(`${name}s`).select('id')) as { id: number }[];
      for (const { id } of rows) all.push([name, id]);
    }
    return all;
  }
});

async function ids(sight: Sight): Promise<Set<number>> {
  return new Set((await seers(sight).pluck('memberships.id')) as unknown as number[]);
}

async function sees(actor: Actor, type: string, id: number): Promise<boolean> {
  try {
    await subjectOf(type).find(actor, id);
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
