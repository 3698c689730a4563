import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Watching a task', () => {
  let app: TestApp;
  let world: World;
  let task: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await table('task_watchers').delete();
    task = `/tasks/${world.tasks.sitemap}`;
  });
  afterEach(() => app.close());

  const comment = async () => {
    const priya = await app.signedIn(world.people.priya.userId);
    const fields = { subject_type: 'task', subject_id: world.tasks.sitemap, body: 'It is ready.' };
    expect((await priya.post('/comments', { ...fields, visibility: 'internal' })).status).to.equal(
      303,
    );
    await workOff('events');
    const mails = (await table('outbox').orderBy('id')) as unknown as { to_address: string }[];
    return mails.map(({ to_address }) => to_address);
  };

  it('is begun and ended on its page, and says who watches', async () => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.get(task)).text).to.include('Watch</button>');
    await jonas.post(`${task}/watching`);
    await jonas.post(`${task}/watching`);
    const { text } = await jonas.get(task);
    expect(text).to.include('Stop watching').and.include('Jonas');
    expect(await table('task_watchers')).to.have.length(1);
    await jonas.post(`${task}/watching`, { _method: 'DELETE' });
    expect((await jonas.get(task)).text).not.to.include('Stop watching');
  });

  it('lets one hear what is said, as long as one sees the task', async () => {
    await table('task_assignees').delete();
    expect(await comment()).not.to.include(world.people.jonas.email);
    const jonas = await app.signedIn(world.people.jonas.userId);
    await jonas.post(`${task}/watching`);
    expect(await comment()).to.include(world.people.jonas.email);
    await table('outbox').delete();
    await table('project_assignments')
      .where({ membership_id: world.people.jonas.membershipId })
      .delete();
    expect(await comment()).not.to.include(world.people.jonas.email);
  });

  it('is open to who sees every project and is on none', async () => {
    const priya = await app.signedIn(world.people.priya.userId);
    await table('project_assignments')
      .where({ membership_id: world.people.priya.membershipId })
      .delete();
    await priya.post(`${task}/watching`);
    expect((await priya.get(task)).text).to.include('Stop watching');
  });

  it('is for those of the team who see the task alone', async () => {
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.post(`${task}/watching`)).status).to.equal(404);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.post(`/tasks/${world.tasks.logo}/watching`)).status).to.equal(404);
    expect(await table('task_watchers')).to.have.length(0);
  });
});
