import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson } from '../tasks/people.js';
import { personBy, roleNamed } from './forms.js';

const strong = 'violet-lighthouse-42-harbour';
/** What the role Client turns on by itself. */
const usual = [
  'projects',
  'review',
  'tasks',
  'comment',
  'download',
  'invoices',
  'pay',
  'communication',
];

describe('A new contact of a client, safely', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let client: number;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    client = await roleNamed('Client');
  });
  after(() => app.close());

  const add = (fields: Fields) =>
    priya.post('/clients', { role_id: client, switches: usual, step: 'save', ...fields });

  const overridesOf = async (email: string) => {
    const { member } = await personBy(email);
    const rows = (await table('permission_overrides')
      .where({ membership_id: member.id })
      .orderBy('permission')) as { permission: string; effect: string; scope: string }[];
    return rows.map(({ permission, effect, scope }) => `${effect} ${permission} ${scope}`);
  };

  it('CVE 10 CVE 12 takes no role of the team and nothing that the form does not have', async () => {
    const before = await dump();
    for (const role of ['Admin', 'Staff']) {
      const answer = await add({
        name: 'Climber',
        email: 'climber@example.com',
        role_id: await roleNamed(role),
      });
      expect(answer.status, role).to.equal(422);
    }
    const foreign = await add({ name: 'Far', email: 'far@example.com', company_id: 9999 });
    expect(foreign.status).to.equal(404);
    expect(await dump()).to.equal(before);
    await add({
      name: 'Mass',
      email: 'mass@example.com',
      password: strong,
      audience: 'team',
      status: 'inactive',
      workspace_id: 7,
      switches: [...usual, 'users', 'settings.general', 'projects.create'],
      permission: 'users.view',
      overrides: 'users.view',
    });
    const { member } = await personBy('mass@example.com');
    expect(member).to.include({
      audience: 'client',
      workspace_id: world.workspaceId,
      status: 'active',
    });
    expect(await overridesOf('mass@example.com')).to.deep.equal([]);
  });

  it('is added by who may on their own projects only, and only to those', async () => {
    const lead = await addPerson(
      world,
      'Account Lead',
      {
        'projects.view': 'assigned',
        'projects.manage_access': 'assigned',
        'clients.view': 'assigned',
        'clients.create': 'assigned',
        'clients.edit': 'assigned',
      },
      [world.projects.website],
    );
    const visitor = await app.signedIn(lead.userId);
    const form = await visitor.get('/clients/new');
    expect(form.text).to.include('Website relaunch').and.not.include('Autumn campaign');
    expect(form.text).to.include('Harbour Coffee').and.not.include('Northwind');
    const base = {
      name: 'Mine',
      email: 'mine@example.com',
      role_id: client,
      switches: ['projects'],
      step: 'save',
    };
    const before = await dump();
    expect((await visitor.post('/clients', base)).status, 'on no project').to.equal(422);
    const other = { ...base, project_ids: [world.projects.campaign] };
    expect((await visitor.post('/clients', other)).status, 'on another project').to.equal(422);
    const foreign = {
      ...base,
      project_ids: [world.projects.website],
      company_id: world.companies.northwind,
    };
    expect((await visitor.post('/clients', foreign)).status, 'a company out of sight').to.equal(
      404,
    );
    expect(await dump()).to.equal(before);
    const made = await visitor.post('/clients', {
      ...base,
      project_ids: [world.projects.website],
      company_id: world.companies.harbour,
    });
    expect(made.status).to.equal(303);
    const { user } = await personBy('mine@example.com');
    expect((await visitor.get(`/clients/${user.id}`)).status).to.equal(200);
    expect((await visitor.get('/companies/new')).status, 'a company on no project').to.equal(403);
  });

  it('CVE 31 keeps what is typed as text', async () => {
    const poison = `<img src=x onerror=alert(1)>"'`;
    const { location } = await add({
      name: poison,
      email: 'poison@example.com',
      company_name: `${poison} Ltd`,
      phone: poison,
      job_title: poison,
    });
    await priya.get(location);
    const { user, member } = await personBy('poison@example.com');
    for (const path of [
      '/clients',
      '/companies',
      `/clients/${user.id}`,
      `/clients/${user.id}/edit`,
      `/clients/${user.id}/permissions`,
      `/companies/${member.company_id}`,
      '/clients/new',
    ]) {
      const { text } = await priya.get(path);
      expect(text, path).to.include('&lt;img src=x onerror=alert(1)&gt;');
      expect(text, path).not.to.include('<img src=x');
    }
  });
});
