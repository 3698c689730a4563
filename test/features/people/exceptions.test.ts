import { expect } from 'chai';
import { hour, minute, now, setClock } from '../../../server/core/dates/index.js';
import { saveSettings } from '../../../server/core/settings/index.js';
import { overridesOf } from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

describe('Exceptions for one member of the team', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let nia: Person;
  let address: string;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  beforeEach(async () => {
    priya = await app.signedIn(world.people.priya.userId);
    const staff = await builtInRole(world.workspaceId, 'staff');
    nia = await makePerson(world.workspaceId, `Nia ${Math.random()}`, [staff.id]);
    address = `/users/${nia.userId}/exceptions`;
  });
  afterEach(() => setClock());
  after(() => app.close());

  const add = (permission: string, reach: string, until = '') =>
    priya.post(address, { permission, reach, until });
  const stored = async () =>
    (await overridesOf(nia.membershipId)).map(
      (row) => `${row.permission} ${row.effect} ${row.scope}`,
    );

  it('S049 allow what the roles do not, from their next request on, and show it wherever their access is shown', async () => {
    const visitor = await app.signedIn(nia.userId);
    expect((await visitor.get('/projects/new')).status).to.equal(403);
    expect((await add('projects.create', 'all')).location).to.equal(address);
    expect((await visitor.get('/projects/new')).status).to.equal(200);
    for (const path of [address, `/users/${nia.userId}`])
      expect((await priya.get(path)).text, path).to.match(/Create projects[\s\S]{0,200}Yes/);
  });

  it('deny what the roles give, and a denial wins', async () => {
    const visitor = await app.signedIn(nia.userId);
    expect((await visitor.get('/clients')).status).to.equal(200);
    await add('clients.view', 'never');
    expect((await visitor.get('/clients')).status).to.equal(403);
    expect((await priya.get(`/users/${nia.userId}`)).text).to.match(/See clients: Never/);
  });

  it('replace what was set before for the same permission, and leave the others', async () => {
    await add('tasks.view', 'all');
    await add('files.view', 'never');
    await add('tasks.view', 'never');
    expect(await stored()).to.have.members(['files.view deny none', 'tasks.view deny none']);
  });

  it('are taken away again, and then the roles alone decide', async () => {
    await add('projects.create', 'all');
    await priya.post(address, { _method: 'DELETE', permission: 'projects.create' });
    expect(await stored()).to.deep.equal([]);
    expect((await priya.get(address)).text).to.include('No exceptions: the roles alone decide.');
    const visitor = await app.signedIn(nia.userId);
    expect((await visitor.get('/projects/new')).status).to.equal(403);
  });

  it('end by themselves, exactly to the minute, in the timezone of who set them', async () => {
    await saveSettings(world.workspaceId, { 'general.timezone': 'Europe/Berlin' });
    const end = Math.ceil((now() + hour) / minute) * minute;
    const there = new Date(end).toLocaleString('sv', { timeZone: 'Europe/Berlin' });
    await add('projects.create', 'all', there.slice(0, 16).replace(' ', 'T'));
    const [row] = await overridesOf(nia.membershipId);
    expect(row?.ends_at).to.equal(end);
    const visitor = await app.signedIn(nia.userId);
    setClock(() => end - 1);
    expect((await visitor.get('/projects/new')).status).to.equal(200);
    setClock(() => end);
    expect((await visitor.get('/projects/new')).status).to.equal(403);
  });

  it('refuse an end that is over or no date, and a size that the permission does not come in', async () => {
    for (const [permission, reach, until, problem] of [
      ['projects.create', 'all', '2020-01-01T10:00', 'This moment is over.'],
      ['projects.create', 'all', 'tomorrow', 'Type a date that exists.'],
      ['projects.create', 'own', '', 'does not come in that size'],
    ] as const) {
      const answer = await add(permission, reach, until);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(problem).and.include('value="projects.create" selected');
    }
    expect((await add('tasks.look', 'all')).status).to.equal(422);
    expect((await add('tasks.review', 'all')).status, 'only clients approve').to.equal(422);
    expect(await stored()).to.deep.equal([]);
  });

  it('PRODUCT 3.1.3: are set by nobody for themselves, for an Admin, or beyond what they hold', async () => {
    expect((await priya.get(`/users/${world.people.priya.userId}/exceptions`)).status).to.equal(
      403,
    );
    const role = await makeRole(world.workspaceId, 'People only', {
      'users.view': 'all',
      'users.edit': 'all',
      'tasks.view': 'assigned',
    });
    const editor = await makePerson(world.workspaceId, `Edi ${Math.random()}`, [role]);
    const visitor = await app.signedIn(editor.userId);
    const send = (userId: number, permission: string, reach: string) =>
      visitor.post(`/users/${userId}/exceptions`, { permission, reach });
    expect((await send(editor.userId, 'tasks.view', 'all')).status).to.equal(403);
    expect((await send(world.people.priya.userId, 'tasks.view', 'never')).status).to.equal(403);
    for (const [permission, reach] of [
      ['tasks.view', 'all'],
      ['invoices.view', 'own'],
      ['roles.manage', 'all'],
      ['invoices.view', 'never'],
    ] as const)
      expect((await send(nia.userId, permission, reach)).status, permission).to.equal(403);
    expect((await send(nia.userId, 'tasks.view', 'assigned')).status).to.equal(303);
  });

  it('are not for contacts, who have their switches', async () => {
    const { userId } = world.people.sofia;
    expect((await priya.get(`/users/${userId}/exceptions`)).status).to.equal(404);
  });
});
