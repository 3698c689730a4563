import { expect } from 'chai';
import { insertRow, queryCount, table } from '../../../server/core/database/index.js';
import type { Visitor } from '../../support/visitor.js';
import type { Person, World } from '../../support/world.js';
import { project, task } from '../../support/world-parts.js';
import { addPerson, putOn } from '../tasks/people.js';
import { beginLeavingDay, holders, type LeavingDay, staffGrants, statusOf } from './leaving.js';

describe('The page before somebody leaves', () => {
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

  it('says what ends, what stays, and lists the open tasks by project', async () => {
    const { text } = await priya.get(`${path}/deactivation`);
    for (const words of [
      'Deactivate Jonas Okafor?',
      'signed out on every device',
      'not with their password, a passkey or Google',
      'What they wrote, uploaded and did stays',
      'Redraw the harbour logo',
      'Secret-Task-Budget of the relaunch',
      'Foreign-Task-Poster for Northwind',
    ])
      expect(text, words).to.include(words);
    expect(text).to.match(/Website relaunch[\s\S]{0,200}2 open tasks/);
    expect(text, 'done').not.to.include('Sitemap signed off');
    expect(await statusOf(world.people.jonas.userId)).to.equal('active');
  });

  it('offers those who can take the tasks of a project, and nobody else', async () => {
    await addPerson(world, 'Blind Bertil', { 'projects.view': 'assigned' }, [
      world.projects.website,
    ]);
    await addPerson(world, 'Elsewhere Eva', staffGrants, [world.projects.internal]);
    const gone = await addPerson(world, 'Gone Gustav', staffGrants, [world.projects.website]);
    await table('users').where({ id: gone.userId }).update({ status: 'inactive' });
    const { text } = await priya.get(`${path}/deactivation`);
    const offered = [...text.matchAll(/<option value="\d+"[^>]*>([^<]+)/g)].map(([, one]) => one);
    expect([...new Set(offered)].sort()).to.deep.equal([
      'Elin Sandberg',
      'Elin Sandberg (1 of 2 projects)',
      'Mira Holm',
      'Mira Holm (1 of 2 projects)',
    ]);
  });

  it('shows and counts nothing that whoever does it may not see, and leaves that as it is', async () => {
    const desk = await addPerson(
      world,
      'Desk Dora',
      { ...staffGrants, 'users.view': 'all', 'users.deactivate': 'all' },
      [world.projects.website],
    );
    const dora = await day.app.signedIn(desk.userId);
    const { text } = await dora.get(`${path}/deactivation`);
    expect(text).to.include('Secret-Task-Budget');
    expect(text).not.to.include('Foreign-Task-Poster').and.not.include('Autumn campaign');
    expect(text).to.match(/Open tasks<\/h2><span class="count">2</);
    await dora.post(`${path}/deactivation`, { work_tasks: mira.membershipId });
    expect(await holders(world.tasks.budget, poster)).to.deep.equal([
      ['Mira Holm'],
      ['Jonas Okafor'],
    ]);
    const trail = await table('audit_entries').where({ action: 'user.work_handed_over' }).first();
    expect(JSON.stringify(trail), 'not in the trail either').to.include('"held_tasks\\":2');
  });

  it('offers no hand-over to who may not assign, and does none', async () => {
    const desk = await addPerson(world, 'Desk Dora', {
      'projects.view': 'all',
      'tasks.view': 'all',
      'users.view': 'all',
      'users.deactivate': 'all',
    });
    const dora = await day.app.signedIn(desk.userId);
    const { text } = await dora.get(`${path}/deactivation`);
    expect(text).to.include('you may not give them to others').and.not.include('name="work_');
    await dora.post(`${path}/deactivation`, { work_tasks: mira.membershipId });
    expect(await holders(world.tasks.budget)).to.deep.equal([['Jonas Okafor']]);
  });

  it('is no page for who may not deactivate, and changes nothing', async () => {
    const jonas = await day.app.signedIn(world.people.jonas.userId);
    expect((await jonas.get(`/users/${world.people.elin.userId}/deactivation`)).status).to.equal(
      403,
    );
    const sofia = await day.app.signedIn(world.people.sofia.userId);
    expect((await sofia.get(`${path}/deactivation`)).status).to.equal(404);
    const self = `/users/${world.people.priya.userId}/deactivation`;
    expect((await priya.get(self)).status, 'oneself').to.equal(403);
    expect((await priya.post(self)).status).to.equal(403);
  });

  it('of a client’s contact is a page without tasks', async () => {
    const contact = `/clients/${world.people.sofia.userId}`;
    const { text } = await priya.get(`${contact}/deactivation`);
    expect(text).to.include('Deactivate Sofia Lindqvist?').and.not.include('Open tasks');
    await priya.post(`${contact}/deactivation`);
    expect(await statusOf(world.people.sofia.userId)).to.equal('inactive');
  });

  it('leads back to the page of who is deactivated already', async () => {
    await day.leave();
    expect((await priya.get(`${path}/deactivation`)).location).to.equal(path);
  });

  it('asks whoever has not shown for long that it is them', async () => {
    await table('sessions').update({ data: JSON.stringify({ csrfToken: 'x', confirmedAt: 0 }) });
    const answer = await priya.get(`${path}/deactivation`);
    expect(answer.location).to.match(/^\/confirm-password\?next=/);
  });

  it('offers whom a search finds where there are too many to offer them all, and keeps what was chosen', async () => {
    const { website, campaign } = world.projects;
    for (let index = 0; index < 61; index += 1)
      await addPerson(world, `Crowd ${index} Taker`, staffGrants, [website]);
    const first = await priya.get(`${path}/deactivation`);
    expect(first.text).to.include('Whom you find can be chosen below.');
    expect(first.text).not.to.include('>Mira Holm');
    const found = await priya.post(`${path}/deactivation`, {
      step: 'find',
      find: 'mira',
      [`work_tasks_${campaign}`]: 'release',
    });
    expect(found.status).to.equal(200);
    expect(found.text).to.include('1 person matches “mira”.').and.include('>Mira Holm');
    expect(found.text, 'kept').to.match(/<option value="release" selected/);
    expect(await statusOf(world.people.jonas.userId), 'nothing is done').to.equal('active');
    const next = await priya.post(`${path}/deactivation`, {
      step: 'find',
      find: 'nobody of this name',
      work_tasks: mira.membershipId,
    });
    expect(next.text, 'still chosen').to.match(/selected>Mira Holm/);
  });

  it('costs as many queries with 200 projects as with two, and decides about all of them', async () => {
    const count = async () => {
      const before = queryCount();
      expect((await priya.get(`${path}/deactivation`)).status).to.equal(200);
      return queryCount() - before;
    };
    const few = await count();
    for (let index = 0; index < 205; index += 1) await addHeldProject(index);
    expect(await count()).to.be.at.most(few);
    const page = await priya.get(`${path}/deactivation`);
    expect(page.text).to.include('There are tasks in 7 more projects.');
    await day.leave({ work_tasks: mira.membershipId });
    const held = await table('task_assignees').where({ membership_id: mira.membershipId });
    expect(held).to.have.length(205 + 2);
  }).timeout(60_000);

  /** A project with Mira and Jonas on it, and a task of his. */
  async function addHeldProject(index: number): Promise<void> {
    const { jonas, priya: author } = world.people;
    const id = await project(world.workspaceId, null, `Crowd ${index}`, author.userId);
    await putOn(id, jonas.membershipId);
    await putOn(id, mira.membershipId);
    const column = await table('columns').where({ id: world.columns.todo }).first();
    const { id: _, ...columnFields } = column as { id: number };
    const columnId = await insertRow('columns', { ...columnFields, project_id: id });
    const taskId = await task({
      workspaceId: world.workspaceId,
      projectId: id,
      columnId,
      number: 1,
      title: `Crowded ${index}`,
      visibility: 'internal',
      done: false,
      author: author.userId,
    });
    await table('task_assignees').insert({
      task_id: taskId,
      membership_id: jonas.membershipId,
      created_at: 1,
    });
  }
});
