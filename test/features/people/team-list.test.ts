import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { addPerson } from '../tasks/people.js';
import { addCrowd } from './crowd.js';
import { roleNamed } from './forms.js';

/** Names of the people a list shows, in its order. */
function namesIn(html: string): string[] {
  return [...html.matchAll(/<a class="cover" href="[^"]*">([^<]*)<\/a>/g)].map(
    (match) => match[1] as string,
  );
}

describe('The list of the team', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  it('S001 is in the main navigation of who may see it and shows every member', async () => {
    const home = await priya.get('/projects');
    expect(home.text).to.match(/<nav class="side"[\s\S]*href="\/users"/);
    const page = await priya.get('/users');
    expect(namesIn(page.text)).to.deep.equal(['Elin Sandberg', 'Jonas Okafor', 'Priya Raman']);
    expect(page.text).to.include('jonas@example.com').and.include('Staff').and.include('Admin');
  });

  it('S001 is found under its earlier names as well', async () => {
    for (const path of ['/team', '/user-management'])
      expect((await priya.get(path)).location).to.equal('/users');
  });

  it('S003 has a button that opens the form for a new user', async () => {
    expect((await priya.get('/users')).text).to.match(/href="\/users\/new"[^>]*>[\s\S]*?Add user/);
    expect((await priya.get('/users/new')).status).to.equal(200);
  });

  it('S026 keeps the clients out of it, and the team out of the clients', async () => {
    expect((await priya.get('/users')).text).not.to.include('Sofia Lindqvist');
    expect((await priya.get('/clients')).text).not.to.include('Jonas Okafor');
    expect((await priya.get(`/users/${world.people.sofia.userId}`)).status).to.equal(404);
    expect((await priya.get(`/clients/${world.people.jonas.userId}`)).status).to.equal(404);
    expect((await priya.get(`/Clients/${world.people.jonas.userId}`)).status).to.equal(404);
    expect((await priya.get(`/CLIENTS/${world.people.sofia.userId}`)).status).to.equal(200);
  });

  it('S002 is searched by name and by address, whatever the case', async () => {
    expect(namesIn((await priya.get('/users?q=OKAFOR')).text)).to.deep.equal(['Jonas Okafor']);
    expect(namesIn((await priya.get('/users?q=elin@')).text)).to.deep.equal(['Elin Sandberg']);
    await table('users').where({ id: world.people.elin.userId }).update({ name: 'Élin Sandberg' });
    expect(namesIn((await priya.get('/users?q=%C3%89lin')).text)).to.deep.equal(['Élin Sandberg']);
    await table('users').where({ id: world.people.elin.userId }).update({ name: 'Elin Sandberg' });
  });

  it('takes the marks of a search pattern as what they are', async () => {
    for (const typed of ['%', '_', '!', "'", '\\'])
      expect(
        namesIn((await priya.get(`/users?q=${encodeURIComponent(typed)}`)).text),
        typed,
      ).to.deep.equal([]);
  });

  it('S002 is filtered by role and by how people stand, together with the search', async () => {
    const staff = await roleNamed('Staff');
    expect(namesIn((await priya.get(`/users?role=${staff}`)).text)).to.deep.equal([
      'Elin Sandberg',
      'Jonas Okafor',
    ]);
    await priya.post(`/users/${world.people.elin.userId}/deactivation`);
    const inactive = await priya.get(`/users?role=${staff}&status=inactive`);
    expect(namesIn(inactive.text)).to.deep.equal(['Elin Sandberg']);
    expect(inactive.text).to.include('Inactive');
    expect(namesIn((await priya.get(`/users?status=active&q=elin`)).text)).to.deep.equal([]);
    await priya.post(`/users/${world.people.elin.userId}/deactivation`, { _method: 'DELETE' });
  });

  it('says when nobody matches, and how to see everybody again', async () => {
    const page = await priya.get('/users?q=nobody-of-this-name');
    expect(page.text).to.include('Nobody matches').and.include('Clear filters');
    expect(page.text).to.match(/<a class="btn"[^>]* href="\/users">/);
  });

  it('CVE 39 is sorted by its own columns only, both ways', async () => {
    const names = ['Elin Sandberg', 'Jonas Okafor', 'Priya Raman'];
    expect(namesIn((await priya.get('/users?sort=-name')).text)).to.deep.equal(names.toReversed());
    await table('users').where({ id: world.people.jonas.userId }).update({ last_sign_in_at: 5 });
    expect(namesIn((await priya.get('/users?sort=-seen')).text)[0]).to.equal('Jonas Okafor');
    for (const hostile of [
      'password_hash',
      'name;drop table users',
      'case when 1=1 then name end',
      'sort[]=name',
    ]) {
      const page = await priya.get(`/users?sort=${encodeURIComponent(hostile)}`);
      expect(namesIn(page.text), hostile).to.deep.equal(names);
    }
    for (const odd of ['?role=1%20or%201=1', '?role=-1', '?page=x', '?q[]=a', '?status=all'])
      expect((await priya.get(`/users${odd}`)).status, odd).to.equal(200);
  });

  it('S012 shows 300 members page by page, without a cap and without more queries', async () => {
    const few = await queriesOf('/users');
    await addCrowd(world, 297, 'team');
    const page = await priya.get('/users?sort=-name&page=2');
    expect(namesIn(page.text)).to.have.length(25);
    expect(page.text).to.include('300 people').and.include('26 to 50 of 300');
    expect(page.text).to.match(
      /href="\/users\?sort=-name&amp;page=3"|href="\/users\?sort=-name&page=3"/,
    );
    const many = await queriesOf('/users');
    expect(many)
      .to.be.at.most(few + 1)
      .and.at.most(10);
    expect((await priya.get('/users/new')).text).not.to.match(/upgrade|limit/i);
    const next = {
      name: 'Number 301',
      email: 'next@example.com',
      role_id: await roleNamed('Staff'),
    };
    expect((await priya.post('/users', { ...next, step: 'save' })).status).to.equal(303);
    expect((await priya.get('/users')).text, 'added as the third was').to.include('301 people');
  });

  it('S026 shows as many clients, in a list of their own and without a cap either', async () => {
    await addCrowd(world, 297, 'client');
    const page = await priya.get('/clients?sort=-name&page=2');
    expect(page.text).to.include('300 people').and.include('26 to 50 of 300');
    const form = await priya.get('/clients/new');
    expect(form.text).not.to.match(/upgrade|limit/i);
    const next = { name: 'Number 301', email: 'client@example.com', switches: 'projects' };
    const role_id = await roleNamed('Client');
    const added = await priya.post('/clients', { ...next, role_id, step: 'save' });
    expect(added.status).to.equal(303);
    expect((await priya.get('/clients')).text).to.include('301 people');
    expect((await priya.get('/users')).text, 'the team is as it was').not.to.include('302 people');
  });

  it('S071 answers staff with 403 and clients with 404', async () => {
    for (const [name, status] of [
      ['jonas', 403],
      ['sofia', 404],
    ] as const) {
      const visitor = await app.signedIn(world.people[name].userId);
      for (const path of [
        '/users',
        '/users/new',
        `/users/${world.people.priya.userId}`,
        '/users/9999',
      ])
        expect((await visitor.get(path)).status, `${name} ${path}`).to.equal(status);
    }
  });

  it('is read by who may only see it, without anything that changes somebody', async () => {
    const reader = await addPerson(world, 'Reader', { 'users.view': 'all' });
    const visitor = await app.signedIn(reader.userId);
    const list = await visitor.get('/users');
    expect(list.text).not.to.include('/users/new');
    const page = await visitor.get(`/users/${world.people.jonas.userId}`);
    expect(page.status).to.equal(200);
    expect(page.text).not.to.match(/\/edit"|\/roles"|deactivation|reset-link|\/password"/);
  });

  async function queriesOf(path: string): Promise<number> {
    await priya.get(path);
    const before = queryCount();
    await priya.get(path);
    return queryCount() - before;
  }
});
