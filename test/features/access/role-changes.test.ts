import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import type { Permission, Scope } from '../../../server/core/permissions/index.js';
import { builtInRole, roleScopes } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

describe('Roles that an admin makes and changes', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  beforeEach(async () => {
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  const scopesOf = async (id: number) =>
    Object.fromEntries((await roleScopes([id])).get(id) ?? new Map<Permission, Scope>());
  const seenAt = async (id: number) =>
    Number((await table('roles').where({ id }).first('updated_at'))?.updated_at);
  const save = async (id: number, fields: Record<string, string>): Promise<Answer> =>
    priya.post(`/roles/${id}`, {
      _method: 'PATCH',
      step: 'save',
      seen_at: await seenAt(id),
      name: `Role ${id}`,
      ...fields,
    });

  it('S050 have a name and how far each permission reaches, and can be given at once', async () => {
    const form = await priya.get('/roles/new?from=empty-team');
    expect(form.text).to.include('name="grant.tasks.view"');
    expect(form.text, 'only clients approve').not.to.include('name="grant.tasks.review"');
    const answer = await priya.post('/roles', {
      from: 'empty-team',
      name: 'Copywriter',
      description: 'Writes',
      'grant.projects.view': 'assigned',
      'grant.tasks.view': 'own',
      'grant.reports.dashboard': 'all',
    });
    expect(answer.location).to.match(/^\/roles\/\d+$/);
    expect(await scopesOf(Number(answer.location.slice('/roles/'.length)))).to.deep.equal({
      'projects.view': 'assigned',
      'tasks.view': 'own',
      'reports.dashboard': 'all',
    });
    const person = await priya.get('/users/new');
    expect(person.text).to.include('>Copywriter</option>');
  });

  it('keep everything typed when the name is missing or taken', async () => {
    for (const [name, problem] of [
      ['', 'Fill this in.'],
      ['stAFF', 'There is a role of this name already.'],
    ] as const) {
      const answer = await priya.post('/roles', {
        from: 'empty-team',
        name,
        description: 'Kept as it was',
        'grant.tasks.view': 'own',
      });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(problem).and.include('value="Kept as it was"');
      expect(answer.text).to.match(/name="grant\.tasks\.view"[\s\S]*?value="own" selected/);
    }
  });

  it('refuse a scope that a permission does not have', async () => {
    for (const [field, value] of [
      ['grant.projects.view', 'own'],
      ['grant.tasks.review', 'assigned'],
      ['grant.tasks.view', 'everything'],
    ] as const) {
      const answer = await priya.post('/roles', {
        from: 'empty-team',
        name: 'Odd',
        [field]: value,
      });
      expect(answer.status, field).to.equal(422);
    }
    expect(await table('roles').where({ name: 'Odd' })).to.have.length(0);
  });

  it('are copied from any other, which they remember, and say where they differ', async () => {
    const original = await makeRole(world.workspaceId, 'Original', {
      'tasks.view': 'assigned',
      'files.view': 'own',
    });
    const form = await priya.get(`/roles/new?from=role-${original}`);
    expect(form.text).to.include('value="Copy of Original"');
    const made = await priya.submit('/roles', {
      from: `role-${original}`,
      name: 'Its copy',
      'grant.tasks.view': 'all',
    });
    expect(made.text).to.include('made from Original');
    expect(made.text).to.match(/See tasks<small[^>]*>In their projects in the role/);
    expect(made.text).not.to.match(/See and download files<small/);
    const edit = await priya.get(made.text.match(/\/roles\/\d+\/edit/)?.[0] ?? '');
    expect(edit.text).to.match(
      /class="scope" data-changed><select class="pick" name="grant\.tasks\.view"/,
    );
    expect(edit.text).to.match(/class="scope"><select class="pick" name="grant\.files\.view"/);
  });

  it('say who gains and who loses what, by name, before a change is made', async () => {
    const role = await makeRole(world.workspaceId, 'Rehearsed', {
      'tasks.view': 'assigned',
      'files.view': 'own',
    });
    const other = await makeRole(world.workspaceId, 'Covers files', { 'files.view': 'all' });
    await makePerson(world.workspaceId, 'Ada Plain', [role]);
    await makePerson(world.workspaceId, 'Bo Plain', [role]);
    await makePerson(world.workspaceId, 'Cy Covered', [role, other]);
    const fields = { 'grant.tasks.view': 'all', 'grant.files.view': 'none' };
    const page = await save(role, { ...fields, step: 'review' });
    expect(page.status).to.equal(200);
    expect(await scopesOf(role)).to.deep.equal({ 'tasks.view': 'assigned', 'files.view': 'own' });
    expect(page.text).to.include('Ada Plain, Bo Plain');
    expect(page.text).to.match(/See tasks: <span class="soft">In their projects → Everything/);
    expect(page.text).to.match(/See and download files: <span class="soft">Own → No/);
    const covered = page.text.split('Cy Covered')[1]?.split('</section>')[0] ?? '';
    expect(covered).to.include('See tasks').and.not.include('files');
    const sent = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
    const again = Object.fromEntries(sent.map(([, name = '', value = '']) => [name, value]));
    const done = await priya.post(`/roles/${role}`, { ...again, step: 'save' });
    expect(done.location).to.equal(`/roles/${role}`);
    expect(await scopesOf(role)).to.deep.equal({ 'tasks.view': 'all' });
  });

  it('S051 S052 S054 count from the very next request of whoever holds them', async () => {
    const role = await makeRole(world.workspaceId, 'Counts at once', {
      'projects.view': 'assigned',
    });
    const person = await makePerson(world.workspaceId, 'Di Holder', [role]);
    const visitor = await app.signedIn(person.userId);
    expect((await visitor.get('/users')).status).to.equal(403);
    await save(role, { 'grant.users.view': 'all' });
    expect((await visitor.get('/users')).status).to.equal(200);
    await save(role, { 'grant.users.view': 'none' });
    expect((await visitor.get('/users')).status).to.equal(403);
  });

  it('lose nothing when two admins edit one role: the second is told', async () => {
    const role = await makeRole(world.workspaceId, 'Contested', { 'tasks.view': 'own' });
    const first = await seenAt(role);
    await save(role, { 'grant.tasks.view': 'all' });
    const answer = await save(role, { 'grant.tasks.view': 'none', seen_at: String(first) });
    expect(answer.status).to.equal(409);
    expect(await scopesOf(role)).to.deep.equal({ 'tasks.view': 'all' });
  });

  it('S067 may differ in Staff and Client from what they ship with, and be reset', async () => {
    const { id } = await builtInRole(world.workspaceId, 'staff');
    const before = await scopesOf(id);
    await save(id, { name: 'Renamed', 'grant.projects.create': 'all', 'grant.tasks.edit': 'none' });
    const changed = await scopesOf(id);
    expect(changed['projects.create']).to.equal('all');
    expect(changed['tasks.edit']).to.equal('none');
    const page = await priya.get(`/roles/${id}`);
    expect(page.text).to.include('<h1>Staff</h1>').and.include(`/roles/${id}/reset`);
    const rehearsal = await priya.get(`/roles/${id}/reset`);
    expect(rehearsal.text).to.include('Jonas Okafor').and.include('Create projects');
    await priya.post(`/roles/${id}/reset`);
    expect(await scopesOf(id)).to.deep.equal(before);
    expect((await priya.get(`/roles/${id}`)).text).not.to.include(`/roles/${id}/reset`);
  });

  it('are compared side by side, only the differences if wanted', async () => {
    const [a, b] = [
      await makeRole(world.workspaceId, 'Left', { 'tasks.view': 'own', 'files.view': 'all' }),
      await makeRole(world.workspaceId, 'Right', { 'tasks.view': 'all', 'files.view': 'all' }),
    ];
    const page = await priya.get(`/roles/compare?a=${a}&b=${b}&only=1`);
    expect(page.text.match(/<tr><th scope="row">/g)).to.have.length(1);
    expect(page.text).to.include('<th scope="col">Left</th><th scope="col">Right</th>');
    const same = await priya.get(`/roles/compare?a=${a}&b=${a}&only=1`);
    expect(same.text).to.include('No differences');
  });

  it('are found by name among many, page by page', async () => {
    for (let number = 10; number < 40; number += 1)
      await makeRole(world.workspaceId, `Numbered ${number}`, {});
    expect((await priya.get('/roles')).text).to.include('/roles?page=2');
    const found = await priya.get('/roles?q=numbered+31');
    expect(found.text).to.include('Numbered 31').and.not.include('Numbered 30');
    expect((await priya.get('/roles?q=nothing+like+it')).text).to.include('No role has this name');
  });

  it('of another workspace are not there', async () => {
    const elsewhere = await createWorkspace({ name: 'Elsewhere', isPrimary: false });
    const role = await makeRole(elsewhere, 'Foreign', { 'tasks.view': 'all' });
    for (const path of ['', '/edit', '/removal', '/reset'])
      expect((await priya.get(`/roles/${role}${path}`)).status, path).to.equal(404);
    expect((await priya.get(`/roles/new?from=role-${role}`)).status).to.equal(404);
    expect((await save(role, { 'grant.tasks.view': 'none' })).status).to.equal(404);
    expect((await priya.get('/roles?q=foreign')).text).not.to.include('Foreign');
    expect((await priya.get(`/roles/compare?a=${role}`)).text).not.to.include('Foreign');
  });
});
