import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { roleNamed } from '../people/forms.js';
import { addPerson } from '../tasks/people.js';

describe('Projects', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const fields = (changes: object = {}) => ({
    name: 'Spring shop',
    company_id: '',
    status: 'active',
    hue: 'green',
    ...changes,
  });

  it('S091 S092 S094 a project is made with its people in one form, and they see it with the next click', async () => {
    const { elin, nora } = world.people;
    const staff = await app.signedIn(elin.userId);
    const contact = await app.signedIn(nora.userId);
    for (const path of ['/', '/projects'])
      expect((await staff.get(path)).text, path).not.to.include('Spring shop');
    const form = await priya.get('/projects/new');
    for (const { name, membershipId } of [elin, nora])
      expect(form.text, name).to.match(
        new RegExp(`name="membership_ids" value="${membershipId}"[\\s\\S]{0,60}?${name}`),
      );
    const answer = await priya.post(
      '/projects',
      fields({ membership_ids: [elin.membershipId, nora.membershipId] }),
    );
    expect(answer.location).to.match(/^\/projects\/\d+\/board$/);
    for (const path of ['/', '/projects'])
      expect((await staff.get(path)).text, path).to.include('Spring shop');
    for (const path of ['/', '/portal/projects'])
      expect((await contact.get(path)).text, path).to.include('Spring shop');
    const board = await priya.get(answer.location);
    for (const name of ['To do', 'In progress', 'Client review', 'Done']) {
      expect(board.text).to.include(name);
    }
  });

  it('S092 choosing a company assigns its present contacts', async () => {
    await priya.post('/projects', fields({ company_id: world.companies.harbour }));
    const { id } = (await table('projects').where({ name: 'Spring shop' }).first()) as {
      id: number;
    };
    const assigned = await table('project_assignments')
      .where({ project_id: id })
      .pluck('membership_id');
    const { sofia, tom } = world.people;
    expect(assigned).to.have.members([sofia.membershipId, tom.membershipId]);
  });

  it('nobody can be assigned who is not a member of the workspace, and nothing is half done', async () => {
    const before = await dump();
    const answer = await priya.post('/projects', fields({ membership_ids: [99_999] }));
    expect(answer.status).to.equal(422);
    expect(await dump()).to.equal(before);
  });

  it('S100 a project is made, edited, archived and deleted by who may, and by nobody else', async () => {
    const path = `/projects/${world.projects.website}`;
    const tries = [
      ['projects.create', '/projects', fields()],
      ['projects.edit', path, fields({ _method: 'PATCH', name: 'Other name' })],
      ['projects.archive', `${path}/archive`, {}],
      ['projects.delete', path, { _method: 'DELETE', confirmation: 'Other name' }],
    ] as const;
    const jonas = await app.signedIn(world.people.jonas.userId);
    const before = await dump();
    for (const [permission, at, form] of tries)
      expect((await jonas.post(at, form)).status, permission).to.equal(403);
    expect(await dump()).to.equal(before);
    for (const [permission, at, form] of tries) {
      const grants = { 'projects.view': 'all', [permission]: 'all' } as const;
      const visitor = await app.signedIn((await addPerson(world, permission, grants)).userId);
      for (const [other, otherPath, otherForm] of tries)
        if (other !== permission)
          expect((await visitor.post(otherPath, otherForm)).status, other).to.equal(403);
      expect((await visitor.post(at, form)).status, permission).to.equal(303);
    }
    expect((await priya.get('/projects')).text).to.include('Spring shop');
    expect((await priya.get(path)).status).to.equal(404);
  });

  it('S100 a project is archived and comes back; deleting asks for its name', async () => {
    const path = `/projects/${world.projects.website}`;
    await priya.post(`${path}/archive`);
    expect((await priya.get('/projects')).text).not.to.include(`href="${path}"`);
    expect((await priya.get('/projects?archived=1')).text).to.include(`href="${path}"`);
    await priya.post(`${path}/archive`, { _method: 'DELETE' });
    expect((await priya.get('/projects')).text).to.include(`href="${path}"`);
    const wrong = await priya.post(path, { _method: 'DELETE', confirmation: 'Website' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('This is not the name of the project.');
    await priya.post(path, { _method: 'DELETE', confirmation: 'Website relaunch' });
    expect((await priya.get(path)).status).to.equal(404);
    await priya.post(`${path}/restoration`);
    expect((await priya.get(path)).status).to.equal(200);
  });

  it('S098 a project is active, on hold or completed, and can be archived whichever it is', async () => {
    const path = `/projects/${world.projects.website}`;
    const sofia = await app.signedIn(world.people.sofia.userId);
    for (const [status, words] of [
      ['on_hold', 'On hold'],
      ['completed', 'Completed'],
      ['active', 'Active'],
    ] as const) {
      await priya.post(path, fields({ _method: 'PATCH', status }));
      const list = await priya.get(`/projects?status=${status}&look=table`);
      expect(list.text, status).to.include('Spring shop');
      expect((await sofia.get('/portal')).text, status).to.match(
        new RegExp(`badge[^>]*>.*?${words}<`),
      );
    }
    await priya.submit(`${path}/archive`);
    expect((await priya.get('/projects?status=active')).text).not.to.include('Spring shop');
    expect((await priya.get('/projects?archived=1')).text).to.include('Spring shop');
  });

  it('the list is searched and filtered by status, and a hit looks the same as a miss to strangers', async () => {
    await table('projects').where({ id: world.projects.campaign }).update({ status: 'on_hold' });
    const held = await priya.get('/projects?status=on_hold');
    expect(held.text).to.include('Autumn campaign').and.not.to.include('Website relaunch');
    const jonas = await app.signedIn(world.people.jonas.userId);
    const hit = await jonas.get('/projects?q=Secret');
    expect(hit.text).to.include('No projects match').and.not.to.include('Kestrel');
  });

  it('S093 people of a project change at once, also for those who are taken off', async () => {
    const path = `/projects/${world.projects.website}`;
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.get(path)).status).to.equal(200);
    await priya.post(`${path}/people`, { membership_ids: world.people.sofia.membershipId });
    expect((await jonas.get(path)).status).to.equal(404);
  });

  it('S097 admins are told to put people on a project, before and after they are added', async () => {
    const role_id = await roleNamed('Staff');
    const form = { name: 'Mia', email: 'mia@example.com', role_id };
    const review = await priya.post('/users', form);
    expect(review.text).to.include(
      'Until somebody adds them to a project, their start page is empty',
    );
    const added = await priya.post('/users', { ...form, step: 'save' });
    const page = await priya.get(added.location.replace('/hand-over', ''));
    expect(page.text).to.include('Mia is on no project yet').and.include('Add them in a project');
  });

  it('S097 an empty start page names the admins to ask', async () => {
    await table('project_assignments').delete();
    const jonas = await app.signedIn(world.people.jonas.userId);
    const { text } = await jonas.get('/');
    expect(text).to.include('You are not on any project yet').and.to.include('Priya Raman');
  });

  it('the start page shows figures to admins alone, within its queries', async () => {
    const forAdmin = await priya.get('/');
    expect(forAdmin.text).to.include('Overdue tasks');
    const jonas = await app.signedIn(world.people.jonas.userId);
    await jonas.get('/');
    const forStaff = await jonas.get('/');
    expect(forStaff.text).to.include('Redraw the harbour logo').and.not.to.include('Overdue tasks');
    const queries = Number(/desc="(\d+)"/.exec(forStaff.headers.get('server-timing') ?? '')?.[1]);
    expect(queries).to.be.at.most(12);
  });

  it('S104 columns are added, renamed, moved, mean done, and go only with a place for their tasks', async () => {
    const base = `/projects/${world.projects.website}/columns`;
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.post(base, { name: 'Mine', hue: 'red' })).status, 'Staff').to.equal(403);
    expect((await jonas.get(base)).status).to.equal(403);
    await priya.post(base, { name: 'Waiting', hue: 'violet', task_limit: 3 });
    const { todo, doing } = world.columns;
    await priya.post(`/columns/${doing}`, {
      _method: 'PATCH',
      name: 'Finished',
      hue: 'blue',
      is_done: 1,
    });
    const done = await table('tasks').where({ id: world.tasks.logo }).first();
    expect((done as { completed_at: unknown }).completed_at).to.be.a('number');
    const project = await table('projects').where({ id: world.projects.website }).first();
    expect(project).to.include({ tasks_done_count: 2, client_tasks_done_count: 2 });
    await priya.post(`/columns/${doing}/position`, { direction: 'earlier' });
    const order = await table('columns')
      .where({ project_id: world.projects.website })
      .orderBy('position')
      .pluck('id');
    expect(order.slice(0, 2)).to.deep.equal([doing, todo]);
    expect((await priya.post(`/columns/${todo}`, { _method: 'DELETE' })).status).to.equal(422);
    await priya.post(`/columns/${todo}`, { _method: 'DELETE', target_id: doing });
    const moved = await table('tasks').where({ id: world.tasks.budget }).first();
    expect(moved).to.include({ column_id: doing });
  });
});
