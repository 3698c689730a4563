import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { addDays, today } from '../../../server/core/dates/index.js';
import { createTask } from '../../../server/features/tasks/tasks.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf } from '../tasks/people.js';

describe('My work', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('task_assignees').delete();
    jonas = await app.signedIn(world.people.jonas.userId);
  });
  afterEach(() => app.close());

  const give = async (title: string, inDays: number | null) => {
    const actor = await actorOf(world, world.people.priya);
    return createTask(actor, {
      projectId: world.projects.website,
      title,
      description: null,
      priority: 'normal',
      milestone_id: null,
      start_on: null,
      due_on: inDays === null ? null : addDays(today(actor.timezone), inDays),
      visibility: 'client',
      membershipIds: [world.people.jonas.membershipId],
    });
  };
  const groupsIn = (text: string) =>
    [
      ...text.matchAll(
        /<h2 id="group-\d">(.*?)<\/h2>[\s\S]*?<ul class="rows work">([\s\S]*?)<\/ul>/g,
      ),
    ].map(([, name, rows = '']) => [
      name,
      [...rows.matchAll(/<a href="\/tasks\/\d+">(.*?)<\/a>/g)].map(([, title]) => title),
    ]);

  it('says that nothing waits while nothing does, and stands in the navigation', async () => {
    const { text } = await jonas.get('/my-work');
    expect(text).to.include('Nothing is waiting for you').and.include('href="/my-work"');
  });

  it('holds one’s open tasks of all projects by when they are due', async () => {
    await give('Someday', null);
    await give('Next month', 30);
    await give('This week', 3);
    await give('Now', 0);
    await give('Late', -2);
    expect(groupsIn((await jonas.get('/my-work')).text)).to.deep.equal([
      ['Overdue', ['Late']],
      ['Today', ['Now']],
      ['Next seven days', ['This week']],
      ['Later', ['Next month']],
      ['Without a date', ['Someday']],
    ]);
  });

  it('sets apart what waits for a client', async () => {
    const id = await give('The new logo', -2);
    await table('tasks').where({ id }).update({ review_state: 'open' });
    expect(groupsIn((await jonas.get('/my-work')).text)).to.deep.equal([
      ['Waiting for a client', ['The new logo']],
    ]);
  });

  it('marks a task as done on the spot, with a way back', async () => {
    const id = await give('Now', 0);
    const done = await jonas.post(`/tasks/${id}/completion`, { return_to: '/my-work' });
    expect(done.location).to.equal('/my-work');
    const { text } = await jonas.get('/my-work');
    expect(groupsIn(text)).to.deep.equal([]);
    expect(text).to.include('Undo');
  });

  it('costs the same with one task and with two hundred, and leads to the next page', async () => {
    await give('One', 1);
    const cost = async () => {
      await jonas.get('/my-work');
      const before = queryCount();
      await jonas.get('/my-work');
      return queryCount() - before;
    };
    const one = await cost();
    for (let at = 0; at < 120; at += 1) await give(`Task ${at}`, 2);
    expect(await cost()).to.equal(one);
    expect((await jonas.get('/my-work')).text).to.include('href="/my-work?page=2"');
    expect((await jonas.get('/my-work?page=2')).text).to.include('Task 119');
  });

  it('is nobody else’s, and nothing for clients', async () => {
    await give('Only for Jonas', 1);
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.get('/my-work')).text).not.to.include('Only for Jonas');
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.get('/my-work')).status).to.equal(404);
  });
});
