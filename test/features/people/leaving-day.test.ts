import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import type { Visitor } from '../../support/visitor.js';
import type { Person, World } from '../../support/world.js';
import { addPerson, putOn } from '../tasks/people.js';
import { beginLeavingDay, holders, type LeavingDay, staffGrants, statusOf } from './leaving.js';

describe('The day somebody leaves', () => {
  let day: LeavingDay;
  let world: World;
  let priya: Visitor;
  let mira: Person;
  let path: string;
  let poster: number;

  beforeEach(async () => {
    day = await beginLeavingDay();
    ({ world, priya, mira, path, poster } = day);
  });
  afterEach(() => day.close());

  it('leaves everything as it is when nothing else is said', async () => {
    await day.leave();
    expect(await statusOf(world.people.jonas.userId)).to.equal('inactive');
    expect(await holders(world.tasks.logo, poster)).to.deep.equal([
      ['Jonas Okafor'],
      ['Jonas Okafor'],
    ]);
    expect(await table('hand_overs').select('id')).to.deep.equal([]);
  });

  it('hands everything over to one person, where they are on the project', async () => {
    await day.leave({ work_tasks: mira.membershipId });
    expect(await holders(world.tasks.logo, world.tasks.budget, poster)).to.deep.equal([
      ['Mira Holm'],
      ['Mira Holm'],
      ['Jonas Okafor'],
    ]);
    const page = await priya.get(path);
    expect(page.text).to.include('Handed over: 2. Given to nobody: 0. Left with them: 1.');
  });

  it('decides single projects otherwise than all the others', async () => {
    const { website, campaign } = world.projects;
    await day.leave({
      work_tasks: 'release',
      [`work_tasks_${website}`]: mira.membershipId,
      [`work_tasks_${campaign}`]: '',
    });
    expect(await holders(world.tasks.logo, world.tasks.budget, poster)).to.deep.equal([
      ['Mira Holm'],
      ['Mira Holm'],
      [],
    ]);
  });

  it('leaves done and deleted tasks with them, and the assignments of others alone', async () => {
    await table('task_assignees').insert({
      task_id: world.tasks.logo,
      membership_id: mira.membershipId,
      created_at: 1,
    });
    await priya.post(`/tasks/${world.tasks.budget}/completion`);
    await day.leave({ work_tasks: mira.membershipId });
    expect(await holders(world.tasks.logo, world.tasks.budget)).to.deep.equal([
      ['Mira Holm'],
      ['Jonas Okafor'],
    ]);
  });

  it('moves what is still theirs, whatever happened since the page was opened', async () => {
    await priya.get(`${path}/deactivation`);
    await priya.post(`/tasks/${world.tasks.logo}/completion`);
    await priya.post(`/tasks/${world.tasks.budget}/assignees`, { membership_ids: '' });
    const answer = await day.leave({ work_tasks: mira.membershipId });
    expect(answer.status).to.equal(303);
    expect(await holders(world.tasks.logo, world.tasks.budget)).to.deep.equal([
      ['Jonas Okafor'],
      [],
    ]);
  });

  it('does nothing at all when somebody chosen cannot take it, and says so beside the field', async () => {
    const field = `work_tasks_${world.projects.website}`;
    const wrong = await day.leave({
      work_tasks: 'release',
      [field]: world.people.elin.membershipId,
    });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('This person cannot take it any more.');
    expect(wrong.text, 'kept').to.match(/<option value="release" selected/);
    const forged = await day.leave({ work_tasks: world.people.sofia.membershipId });
    expect(forged.status, 'a client').to.equal(422);
    expect((await day.leave({ work_tasks: 'everybody' })).status).to.equal(422);
    expect(await statusOf(world.people.jonas.userId)).to.equal('active');
    expect(await holders(poster)).to.deep.equal([['Jonas Okafor']]);
  });

  it('of the last Admin is refused, and their tasks stay', async () => {
    const until = Date.now() + 86_400_000_000;
    const { id } = (await table('roles').where({ key: 'admin' }).first()) as { id: number };
    const other = await addPerson(world, 'Temp Admin', staffGrants, []);
    await table('membership_roles').insert({
      membership_id: other.membershipId,
      role_id: id,
      ends_at: until,
      granted_at: 1,
    });
    await putOn(world.projects.website, world.people.priya.membershipId);
    await priya.post(`/tasks/${world.tasks.logo}/assignees`, {
      membership_ids: world.people.priya.membershipId,
    });
    const temp = await day.app.signedIn(other.userId);
    const answer = await temp.post(`/users/${world.people.priya.userId}/deactivation`, {
      work_tasks: mira.membershipId,
    });
    expect(answer.status).to.equal(422);
    expect(await holders(world.tasks.logo)).to.deep.equal([['Priya Raman']]);
  });

  it('mails each receiver once what they take over, and only what they may see', async () => {
    await day.leave({
      work_tasks: mira.membershipId,
      [`work_tasks_${world.projects.campaign}`]: world.people.elin.membershipId,
    });
    const letters = await day.mailbox.collect();
    const toMira = letters.filter(({ to }) => to.includes(mira.email));
    expect(toMira.map(({ subject }) => subject)).to.deep.equal(['You take over from Jonas Okafor']);
    expect(toMira[0]?.text)
      .to.include('Redraw the harbour logo (Website relaunch)')
      .and.include('Secret-Task-Budget')
      .and.include('Priya Raman');
    expect(toMira[0]?.text).not.to.include('Foreign-Task-Poster');
    const toElin = letters.filter(({ to }) => to.includes(world.people.elin.email));
    expect(toElin).to.have.length(1);
    expect(toElin[0]?.text).not.to.include('Website relaunch');
  });

  it('mails nothing to who hands over to themselves', async () => {
    await putOn(world.projects.website, world.people.priya.membershipId);
    await day.leave({ work_tasks: world.people.priya.membershipId });
    expect(await holders(world.tasks.logo)).to.deep.equal([['Priya Raman']]);
    const letters = await day.mailbox.collect();
    expect(letters.filter(({ to }) => to.includes('priya@example.com'))).to.deep.equal([]);
  });

  it('tells it in the history of each task, and in the audit trail by numbers', async () => {
    await day.leave({
      work_tasks: mira.membershipId,
      [`work_tasks_${world.projects.campaign}`]: 'release',
    });
    const activity = await priya.get(`/projects/${world.projects.website}/activity`);
    expect(activity.text).to.include('logo” over from Jonas Okafor to Mira Holm');
    const released = await priya.get(`/projects/${world.projects.campaign}/activity`);
    expect(released.text).to.include('Northwind” from Jonas Okafor');
    const entry = (await table('audit_entries')
      .where({ action: 'user.work_handed_over' })
      .first()) as { before_facts: string; after_facts: string };
    const ids = [world.tasks.logo, world.tasks.budget].join(', ');
    expect(JSON.parse(entry.before_facts)).to.include({ held_tasks: 3 });
    expect(JSON.parse(entry.after_facts)).to.deep.include({
      held_tasks: 0,
      given_tasks: `${mira.userId}: ${ids}`,
      released_tasks: String(poster),
    });
    const trail = await priya.get('/audit');
    expect(trail.text).to.include('Priya Raman handed over the work of Jonas Okafor');
    await table('users').where({ id: world.people.jonas.userId }).update({ name: 'Jon Lind' });
    const renamed = await priya.get(`/projects/${world.projects.website}/activity`);
    expect(renamed.text).to.include('logo” over from Jon Lind to Mira Holm');
  });
});
