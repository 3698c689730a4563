import { expect } from 'chai';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson } from '../tasks/people.js';
import { fieldsOf, personBy, roleNamed } from './forms.js';

const strong = 'violet-lighthouse-42-harbour';

describe('A new member of the team, safely', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let staff: number;
  let admin: number;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    staff = await roleNamed('Staff');
    admin = await roleNamed('Admin');
  });
  after(() => app.close());

  const add = (fields: Fields) => priya.post('/users', { role_id: staff, step: 'save', ...fields });

  it('is refused beside the field that will not do, with everything typed kept', async () => {
    const before = await dump();
    const answer = await add({
      name: '',
      email: 'not an address',
      project_ids: [world.projects.website],
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('href="#f-name"').and.include('href="#f-email"');
    expect(answer.text).to.include('value="not an address"');
    expect(fieldsOf(answer.text).project_ids).to.deep.equal([String(world.projects.website)]);
    const taken = await add({ name: 'Twin', email: 'JONAS@example.com' });
    expect(taken.status).to.equal(422);
    expect(taken.text).to.include('Somebody already uses this address.');
    const foreign = await add({ name: 'Far', email: 'far@example.com', project_ids: [9999] });
    expect(foreign.status).to.equal(422);
    expect(await dump()).to.equal(before);
  });

  it('CVE 59 takes no line break into a name or an address', async () => {
    for (const fields of [
      { name: 'A\r\nBcc: x@example.com', email: 'crlf@example.com' },
      { name: 'B', email: 'b@example.com\r\nBcc: x@example.com' },
      { name: 'C', email: 'c@example.com,d@example.com' },
    ])
      expect((await add(fields)).status).to.equal(422);
  });

  it('CVE 10 takes nothing that the form does not have', async () => {
    await add({
      name: 'Mass',
      email: 'mass@example.com',
      password: strong,
      role: 'admin',
      roles: [admin],
      role_ids: [admin],
      audience: 'client',
      workspace_id: 99,
      must_change_password: 0,
      status: 'inactive',
      is_admin: 1,
      version: 77,
      ends_at: 1,
      company_id: world.companies.harbour,
    });
    const { user, member, roles } = await personBy('mass@example.com');
    expect(roles).to.deep.equal([staff]);
    expect(member).to.include({
      audience: 'team',
      workspace_id: world.workspaceId,
      ends_at: null,
      company_id: null,
    });
    expect(user).to.include({ status: 'active', must_change_password: 1, version: 1 });
  });

  it('CVE 11 S059 is given nothing by who does not hold it, and no admin by who is none', async () => {
    const limited = await addPerson(world, 'Human Resources', {
      'users.view': 'all',
      'users.create': 'all',
      'projects.view': 'all',
    });
    const visitor = await app.signedIn(limited.userId);
    const form = await visitor.get('/users/new');
    expect(form.text).not.to.match(/<option[^>]*>(Admin|Staff)</);
    const before = await dump();
    for (const role of [admin, staff]) {
      const answer = await visitor.post('/users', {
        name: 'Lifted',
        email: 'lifted@example.com',
        role_id: role,
        step: 'save',
      });
      expect(answer.status).to.equal(422);
    }
    const own = await visitor.post('/users', {
      name: 'Lifted',
      email: 'lifted@example.com',
      role_id: await roleNamed('Role of Human Resources'),
      project_ids: [world.projects.website],
      step: 'save',
    });
    expect(own.status, 'projects that they may not fill').to.equal(422);
    expect(await dump()).to.equal(before);
  });

  it('CVE 13 is made by nobody without the right, and nothing is written', async () => {
    const before = await dump();
    for (const [name, status] of [
      ['jonas', 403],
      ['sofia', 404],
    ] as const) {
      const visitor = await app.signedIn(world.people[name].userId);
      const answer = await visitor.post('/users', {
        name: 'Sneaky',
        email: 'sneaky@example.com',
        role_id: admin,
        step: 'save',
      });
      expect(answer.status).to.equal(status);
    }
    expect(await dump()).to.equal(before);
  });

  it('CVE 31 keeps what is typed as text on every page', async () => {
    const poison = `<script>alert(1)</script>"'><%= 7*7 %>{{7*7}}`;
    const review = await priya.post('/users', {
      name: poison,
      email: 'poison@example.com',
      role_id: staff,
    });
    const saved = await add({ name: poison, email: 'poison@example.com' });
    const { user } = await personBy('poison@example.com');
    expect(user.name).to.equal(poison);
    const pages = [
      review.text,
      (await priya.get(saved.location)).text,
      (await priya.get('/users')).text,
      (await priya.get(`/users/${user.id}`)).text,
      (await priya.get(`/users/${user.id}/edit`)).text,
      (await priya.get(`/users/${user.id}/roles`)).text,
    ];
    for (const html of pages) {
      expect(html).to.include('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(html).to.include('&lt;%= 7*7 %&gt;{{7*7}}');
      expect(html).not.to.include('<script>alert(1)');
    }
  });
});
