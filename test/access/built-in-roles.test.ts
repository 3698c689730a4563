import { expect } from 'chai';
import { table } from '../../server/core/database/index.js';
import { personBy, roleNamed } from '../features/people/forms.js';
import { addPerson, contractorGrants, putOn } from '../features/tasks/people.js';
import { dump } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeWorld, type World } from '../support/world.js';
import { assignTask } from '../support/world-parts.js';

describe('The built-in roles at work', () => {
  let app: TestApp;
  let world: World;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  afterEach(() => app.close());

  const visit = (name: keyof World['people']) => app.signedIn(world.people[name].userId);

  it('S044 an Admin opens and changes everything, also where nobody put them', async () => {
    const priya = await visit('priya');
    for (const path of [
      ...Object.values(world.projects).map((id) => `/projects/${id}/settings`),
      `/tasks/${world.tasks.budget}/edit`,
      `/tasks/${world.campaignTask}/edit`,
      `/clients/${world.people.nora.userId}/edit`,
      `/users/${world.people.elin.userId}/edit`,
      '/settings/general',
      '/settings/security',
      '/settings/license',
      '/settings/maintenance',
    ])
      expect((await priya.get(path)).status, path).to.equal(200);
    const theirs = `/projects/${world.projects.internal}`;
    const fields = { name: 'Kestrel flies', status: 'active', hue: 'red' };
    await priya.post(theirs, { ...fields, _method: 'PATCH' });
    expect((await priya.get('/projects')).text).to.include('Kestrel flies');
    await priya.post(`/tasks/${world.campaignTask}`, { _method: 'DELETE' });
    expect((await priya.get(`/tasks/${world.campaignTask}`)).status).to.equal(404);
  });

  it('S045 Staff see the projects they were put on, with their tasks, and none of the others', async () => {
    const jonas = await visit('jonas');
    const list = await jonas.get('/projects');
    expect(list.text)
      .to.include('Website relaunch')
      .and.not.match(/Autumn campaign|Kestrel/);
    for (const path of [
      `/projects/${world.projects.website}/board`,
      `/tasks/${world.tasks.logo}`,
      `/tasks/${world.tasks.budget}`,
    ])
      expect((await jonas.get(path)).status, path).to.equal(200);
    for (const path of [
      `/projects/${world.projects.campaign}`,
      `/projects/${world.projects.campaign}/board`,
      `/projects/${world.projects.internal}`,
      `/tasks/${world.campaignTask}`,
    ])
      expect((await jonas.get(path)).status, path).to.equal(404);
    await putOn(world.projects.campaign, world.people.jonas.membershipId);
    expect((await jonas.get(`/tasks/${world.campaignTask}`)).status, 'once on it').to.equal(200);
  });

  it('S074 Staff see all tasks of a shared project, unless their role is narrower than that', async () => {
    const board = `/projects/${world.projects.website}/board`;
    const all = ['Redraw the harbour logo', 'Secret-Task-Budget', 'Sitemap signed off'];
    const jonas = await visit('jonas');
    const whole = await jonas.get(board);
    for (const title of all) expect(whole.text, title).to.include(title);
    const narrow = await addPerson(world, 'Narrow', contractorGrants, [world.projects.website]);
    await assignTask(world.tasks.sitemap, narrow);
    const own = await (await app.signedIn(narrow.userId)).get(board);
    expect(own.text).to.include('Sitemap signed off');
    expect(own.text).not.to.match(/Redraw the harbour logo|Secret-Task-Budget/);
  });

  it('S072 Staff are offered no new project and make none', async () => {
    const jonas = await visit('jonas');
    for (const path of ['/', '/projects'])
      expect((await jonas.get(path)).text, path).not.to.include('/projects/new');
    expect((await (await visit('priya')).get('/projects')).text).to.include('/projects/new');
    const before = await dump();
    expect((await jonas.get('/projects/new')).status).to.equal(403);
    const fields = { name: 'Mine', status: 'active', hue: 'red' };
    expect((await jonas.post('/projects', fields)).status).to.equal(403);
    expect(await dump()).to.equal(before);
  });

  it('S047 the owner of the installation can always give every role, whatever is done to Admin', async () => {
    await addPerson(world, 'Bookkeeper', { 'invoices.view': 'all', 'revenue.view': 'all' });
    const { id } = (await table('roles').where({ key: 'admin' }).first('id')) as { id: number };
    await table('role_grants').insert({ role_id: id, permission: 'users.edit', scope: 'none' });
    const priya = await visit('priya');
    const path = `/users/${world.people.jonas.userId}/roles`;
    for (const name of ['Role of Bookkeeper', 'Admin', 'Staff']) {
      const role_id = await roleNamed(name);
      const answer = await priya.post(path, { _method: 'PATCH', role_id, step: 'save' });
      expect(answer.status, name).to.equal(303);
      expect((await personBy('jonas@example.com')).roles, name).to.deep.equal([role_id]);
    }
  });

  it('S059 a role is given by who may edit users, as far as they hold it, and by nobody else', async () => {
    const path = `/users/${world.people.elin.userId}/roles`;
    await addPerson(world, 'Reader', { 'users.view': 'all' });
    const reading = await roleNamed('Role of Reader');
    const change = { _method: 'PATCH', role_id: reading, step: 'save' };
    const before = await dump();
    expect((await (await visit('jonas')).post(path, change)).status).to.equal(403);
    expect((await (await visit('sofia')).post(path, change)).status).to.equal(404);
    expect(await dump()).to.equal(before);
    const grants = { 'users.view': 'all', 'users.edit': 'all' } as const;
    const desk = await app.signedIn((await addPerson(world, 'Desk', grants)).userId);
    const admin = { ...change, role_id: await roleNamed('Admin') };
    expect((await desk.post(path, admin)).status).to.equal(422);
    const reader = await personBy('reader@example.com');
    const theirs = `/users/${reader.user.id}/roles`;
    const role_id = await roleNamed('Role of Desk');
    expect((await desk.post(theirs, { ...change, role_id })).status).to.equal(303);
    expect((await personBy('reader@example.com')).roles).to.deep.equal([role_id]);
  });
});
