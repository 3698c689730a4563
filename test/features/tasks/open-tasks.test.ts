import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import { countOpenTasksByMember } from '../../../server/features/tasks/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf, addPerson } from './people.js';

describe('The open tasks of a member', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: number;

  /** Jonas has two of his own, one that is done, one that is in the trash and one until yesterday. */
  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    jonas = world.people.jonas.membershipId;
    const { budget, sitemap } = world.tasks;
    for (const id of [budget, sitemap, world.campaignTask])
      await priya.post(`/tasks/${id}/assignees`, { membership_ids: jonas });
    await table('task_assignees')
      .where({ task_id: world.campaignTask, membership_id: jonas })
      .update({ ends_at: now() - 1 });
  });
  afterEach(() => app.close());

  const counted = async (person: { userId: number }) => {
    const actor = await actorOf(world, person);
    return (await countOpenTasksByMember(actor, [jonas, world.people.elin.membershipId])).get(
      jonas,
    );
  };

  it('are those they have now that are not done', async () => {
    expect(await counted(world.people.priya)).to.equal(2);
  });

  it('are the fewer by one that goes to the trash', async () => {
    await priya.post(`/tasks/${world.tasks.budget}`, { _method: 'DELETE' });
    expect(await counted(world.people.priya)).to.equal(1);
  });

  it('are counted for a reader as far as the reader sees them', async () => {
    const blind = await addPerson(world, 'Mara Lind', { 'users.view': 'all' });
    expect(await counted(blind)).to.equal(undefined);
  });

  it('are as many before a person leaves, before many do and before one is deleted', async () => {
    const { userId } = world.people.jonas;
    const one = await priya.get(`/users/${userId}/deactivation`);
    expect(one.text).to.include('2 open tasks');
    const many = await priya.get(`/bulk-changes/deactivation?member=${jonas}`);
    expect(many.text).to.include('2 open tasks stay assigned to them.');
    const gone = await priya.get(`/users/${userId}/deletion`);
    expect(gone.text).to.include('2 open tasks that you see are left without them.');
  });
});
