import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { type Permission, scopeOf } from '../../../server/core/permissions/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { isSignedIn } from '../accounts/signing-in.js';
import { actorOf, addPerson } from '../tasks/people.js';
import { fieldsOf, lastMailTo, personBy, roleNamed } from './forms.js';

/** Which permissions each of the eight switches decides (PRODUCT 3.2). */
const decided: Record<string, Permission[]> = {
  projects: ['projects.view'],
  tasks: ['tasks.view'],
  comment: ['tasks.comment'],
  review: ['tasks.review'],
  download: ['files.view'],
  upload: ['files.upload'],
  invoices: ['invoices.view'],
  pay: ['invoices.pay'],
  communication: ['chat.discussions', 'chat.direct'],
};

describe('The page of a contact', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let path: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    path = `/clients/${world.people.sofia.userId}`;
  });
  afterEach(() => app.close());

  const set = (switches: string[]) =>
    priya.post(`${path}/permissions`, { _method: 'PATCH', switches, step: 'save' });
  const held = async () => {
    const sofia = await actorOf(world, world.people.sofia);
    return Object.keys(decided).filter((name) =>
      (decided[name] ?? []).every((permission) => scopeOf(sofia, permission) !== 'none'),
    );
  };

  it('S133 S135 shows who they are, their projects and what they may do', async () => {
    const page = await priya.get(path);
    for (const words of [
      'Sofia Lindqvist',
      'sofia@example.com',
      'Harbour Coffee Roasters',
      'Website relaunch',
      'Download files',
      'Communication',
    ])
      expect(page.text, words).to.include(words);
    expect(page.text).not.to.include('Autumn campaign');
  });

  it('S135 every switch alone gives exactly what it names and nothing else', async () => {
    for (const name of Object.keys(decided)) {
      const needed = { comment: ['tasks'], pay: ['invoices'] }[name] ?? [];
      expect((await set([name, ...needed])).status, name).to.equal(303);
      expect(await held(), name).to.have.members([name, ...needed]);
    }
    await set([]);
    expect(await held()).to.deep.equal([]);
    await set(Object.keys(decided));
    expect(await held()).to.deep.equal(Object.keys(decided));
  });

  it('S137 a switch counts at the contact’s next click, and for nobody else', async () => {
    const sofia = await app.signedIn(world.people.sofia.userId);
    const tom = await app.signedIn(world.people.tom.userId);
    const task = `/portal/tasks/${world.tasks.logo}`;
    expect((await sofia.get(task)).status).to.equal(200);
    await set(['projects', 'download']);
    expect((await sofia.get(task)).status).to.equal(404);
    expect((await tom.get(task)).status).to.equal(200);
    await set(['projects', 'tasks']);
    expect((await sofia.get(task)).status).to.equal(200);
  });

  it('S136 a preset sets the switches on the form; nothing is stored before it is saved', async () => {
    const before = await dump();
    const pressed = await priya.post(`${path}/permissions`, {
      _method: 'PATCH',
      switches: ['projects'],
      step: 'one_off',
    });
    expect(await dump()).to.equal(before);
    const fields = fieldsOf(pressed.text);
    expect(fields.switches).to.have.members(['projects', 'download', 'invoices', 'pay']);
    await priya.post(`${path}/permissions`, { ...fields, step: 'save' });
    expect((await priya.get(path)).text)
      .to.include('One-off')
      .and.include('changed');
  });

  it('commenting goes with the tasks, and paying needs the invoices', async () => {
    await set(['projects', 'comment']);
    expect(await held()).to.deep.equal(['projects']);
    const answer = await set(['projects', 'pay']);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Pay needs Invoices');
    expect(await held()).to.deep.equal(['projects']);
  });

  it('stores only what differs from the role, and forgets what had ended', async () => {
    const membership_id = world.people.sofia.membershipId;
    await table('permission_overrides').insert({
      membership_id,
      permission: 'tasks.view',
      effect: 'deny',
      scope: 'none',
      ends_at: 5,
    });
    await set(Object.keys(decided).filter((name) => name !== 'upload'));
    const rows = await table('permission_overrides').where({ membership_id });
    expect(rows).to.deep.equal([]);
  });

  it('S007 S137 may be given a role for clients of one’s own making, where there is one', async () => {
    expect((await priya.get(path)).text).not.to.include(`${path}/roles`);
    await addPerson(world, 'Guest', { 'projects.view': 'assigned' }, [], 'client');
    expect((await priya.get(path)).text).to.include(`href="${path}/roles"`);
    const role_id = await roleNamed('Role of Guest');
    await priya.post(`${path}/roles`, { _method: 'PATCH', role_id, step: 'save' });
    expect(await held()).to.deep.equal(['projects']);
    const staff = await roleNamed('Staff');
    const up = await priya.post(`${path}/roles`, {
      _method: 'PATCH',
      role_id: staff,
      step: 'save',
    });
    expect(up.status, 'never a role of the team').to.equal(422);
  });

  it('S016 S017 changes details, company and address', async () => {
    const form = fieldsOf((await priya.get(`${path}/edit`)).text);
    expect(form.company_id).to.deep.equal([String(world.companies.harbour)]);
    await priya.post(path, {
      ...form,
      _method: 'PATCH',
      name: 'Sofia L.',
      email: 'sofia@harbour.example',
      company_id: world.companies.northwind,
      phone: '123',
    });
    const { user, member } = await personBy('sofia@harbour.example');
    expect(user).to.include({ name: 'Sofia L.', phone: '123' });
    expect(member.company_id).to.equal(world.companies.northwind);
    expect((await lastMailTo('sofia@example.com')).template).to.equal('email-changed');
    const before = await dump();
    const foreign = await priya.post(path, { ...form, _method: 'PATCH', company_id: 999 });
    expect(foreign.status).to.equal(404);
    expect(await dump()).to.equal(before);
  });

  it('S019 S020 is deactivated with a word on the effect, and let in again', async () => {
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await priya.get(path)).text).to.include(`href="${path}/deactivation"`);
    const page = await priya.get(`${path}/deactivation`);
    expect(page.text).to.include('Deactivate Sofia Lindqvist?');
    await priya.post(`${path}/deactivation`);
    expect(await isSignedIn(sofia)).to.equal(false);
    expect((await priya.get('/clients?status=inactive')).text).to.include('Sofia Lindqvist');
    await priya.post(`${path}/deactivation`, { _method: 'DELETE' });
    expect(await isSignedIn(await app.signedIn(world.people.sofia.userId))).to.equal(true);
  });

  it('S002 the list is searched by company and filtered by company and status', async () => {
    const names = async (query: string) =>
      [...(await priya.get(`/clients${query}`)).text.matchAll(/class="cover"[^>]*>([^<]*)</g)].map(
        (match) => match[1],
      );
    expect(await names('')).to.deep.equal(['Nora Quist', 'Sofia Lindqvist', 'Tom Becker']);
    expect(await names('?q=northwind')).to.deep.equal(['Nora Quist']);
    expect(await names(`?company=${world.companies.harbour}&sort=-name`)).to.deep.equal([
      'Tom Becker',
      'Sofia Lindqvist',
    ]);
    expect(await names('?sort=company')).to.deep.equal([
      'Sofia Lindqvist',
      'Tom Becker',
      'Nora Quist',
    ]);
    expect(await names('?status=invited')).to.deep.equal([]);
  });

  it('S073 staff see the contacts and companies of their projects, and only those', async () => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    const list = await jonas.get('/clients');
    expect(list.text).to.include('Sofia Lindqvist').and.include('Tom Becker');
    expect(list.text).not.to.match(/Nora Quist|Northwind|\/clients\/new/);
    const companies = await jonas.get('/companies');
    expect(companies.text).to.include('Harbour Coffee').and.not.include('Northwind');
    const own = await jonas.get(path);
    expect(own.status).to.equal(200);
    expect(own.text).not.to.match(/\/edit"|\/permissions"|deactivation|reset-link/);
    for (const out of [
      `/clients/${world.people.nora.userId}`,
      `/companies/${world.companies.northwind}`,
      '/clients?q=nora',
    ]) {
      const answer = await jonas.get(out);
      expect(answer.text, out).not.to.match(/Nora Quist|Northwind Travel/);
      if (!out.includes('?')) expect(answer.status, out).to.equal(404);
    }
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.get('/clients')).text).to.include('No clients here yet');
    expect((await elin.get(path)).status).to.equal(404);
  });

  it('an assignment that has ended shows nobody any more', async () => {
    await table('project_assignments')
      .where({ membership_id: world.people.jonas.membershipId })
      .update({ ends_at: 5 });
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.get(path)).status).to.equal(404);
    expect((await jonas.get(`/companies/${world.companies.harbour}`)).status).to.equal(404);
  });

  it('CVE 2 CVE 13 who edits clients of their projects changes no other, and staff none', async () => {
    const lead = await addPerson(
      world,
      'Lead',
      {
        'projects.view': 'assigned',
        'clients.view': 'all',
        'clients.edit': 'assigned',
        'clients.deactivate': 'assigned',
      },
      [world.projects.website],
    );
    const visitor = await app.signedIn(lead.userId);
    const jonas = await app.signedIn(world.people.jonas.userId);
    const before = await dump();
    const tries = [
      ['', { _method: 'PATCH', name: 'X', email: 'x@example.com' }],
      ['/permissions', { _method: 'PATCH', switches: ['upload'], step: 'save' }],
      ['/deactivation', {}],
      ['/password', {}],
      ['/reset-link', {}],
      ['/invitation', {}],
    ] as const;
    for (const [at, fields] of tries) {
      const foreign = await visitor.post(`/clients/${world.people.nora.userId}${at}`, fields);
      expect(foreign.status, `lead ${at}`).to.be.oneOf([403, 404]);
      expect((await jonas.post(path + at, fields)).status, `staff ${at}`).to.equal(403);
    }
    expect(await dump()).to.equal(before);
    const own = await visitor.post(`${path}/permissions`, {
      _method: 'PATCH',
      switches: ['projects'],
      step: 'save',
    });
    expect(own.status).to.equal(303);
  });

  it('S075 clients reach none of these pages', async () => {
    const sofia = await app.signedIn(world.people.sofia.userId);
    for (const at of [
      '/clients',
      '/clients/new',
      path,
      '/companies',
      `/companies/${world.companies.harbour}`,
    ])
      expect((await sofia.get(at)).status, at).to.equal(404);
  });

  it('every page on people takes a bounded number of queries', async () => {
    const bounds: Record<string, number> = {
      '/clients': 8,
      [path]: 14,
      [`${path}/permissions`]: 10,
      '/companies': 6,
      [`/companies/${world.companies.harbour}`]: 9,
      [`/users/${world.people.jonas.userId}`]: 14,
      '/users/new': 7,
    };
    for (const [at, most] of Object.entries(bounds)) {
      await priya.get(at);
      const before = queryCount();
      await priya.get(at);
      expect(queryCount() - before, at).to.be.at.most(most);
    }
  });
});
