import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import type { CompanyRow } from '../../../server/features/clients/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { fieldsOf } from '../people/forms.js';
import { addPerson } from '../tasks/people.js';

describe('Companies', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let path: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    path = `/companies/${world.companies.harbour}`;
  });
  afterEach(() => app.close());

  const named = async (name: string) =>
    (await table<CompanyRow>('companies').where({ name }).first()) as CompanyRow | undefined;

  it('S133 hold name, address, phone, e-mail, website, tax number and notes', async () => {
    const answer = await priya.post('/companies', {
      name: 'Fjord Kayaks',
      email: 'hello@fjord.example',
      phone: '+47 55 00',
      website: 'fjord.example/about',
      address: 'Quay 1\r\n5003 Bergen',
      tax_number: 'NO 123',
      notes: 'Pays *late*.',
    });
    const company = (await named('Fjord Kayaks')) as CompanyRow;
    expect(answer.location).to.equal(`/companies/${company.id}`);
    expect(company).to.include({
      workspace_id: world.workspaceId,
      website: 'https://fjord.example/about',
      address: 'Quay 1\n5003 Bergen',
      archived_at: null,
    });
    const page = await priya.get(answer.location);
    for (const words of ['hello@fjord.example', 'Quay 1', 'NO 123', 'Pays <em>late</em>.'])
      expect(page.text, words).to.include(words);
  });

  it('S134 show all their contacts and projects', async () => {
    const page = await priya.get(path);
    expect(page.text).to.include('Sofia Lindqvist').and.include('Tom Becker');
    expect(page.text).to.include('Website relaunch').and.not.include('Autumn campaign');
    const list = await priya.get('/companies?q=harbour');
    expect(list.text).to.match(/Harbour Coffee Roasters[\s\S]*?>2<\/td>[\s\S]*?>1<\/td>/);
    expect(list.text).not.to.include('Northwind');
  });

  it('are changed on a form that has what was there', async () => {
    const form = fieldsOf((await priya.get(`${path}/edit`)).text);
    expect(form.name).to.deep.equal(['Harbour Coffee Roasters']);
    await priya.post(path, { _method: 'PATCH', name: 'Harbour Coffee', phone: '1' });
    expect(await named('Harbour Coffee')).to.include({ phone: '1' });
    expect((await priya.get(path)).text).to.include('Harbour Coffee is saved.');
  });

  it('have a name of their own, whatever its case', async () => {
    const before = await dump();
    for (const name of ['Northwind Travel', 'NORTHWIND TRAVEL', '']) {
      const answer = await priya.post(path, { _method: 'PATCH', name });
      expect(answer.status, name).to.equal(422);
      expect(answer.text).to.include('href="#f-name"');
    }
    expect((await priya.post('/companies', { name: 'northwind travel' })).status).to.equal(422);
    expect(await dump()).to.equal(before);
    await priya.post(path, { _method: 'PATCH', name: 'HARBOUR COFFEE ROASTERS' });
    expect(await named('HARBOUR COFFEE ROASTERS'), 'its own name in another case').to.be.an(
      'object',
    );
  });

  it('SEC 3 link to web addresses only', async () => {
    for (const website of [
      'javascript:alert(1)',
      'data:text/html,x',
      'ftp://a.example',
      'http://',
      'a b',
    ])
      expect((await priya.post('/companies', { name: 'Odd', website })).status, website).to.equal(
        422,
      );
    for (const email of ['a@b@c', 'x\r\nBcc: y@z.example', 'no'])
      expect((await priya.post('/companies', { name: 'Odd', email })).status, email).to.equal(422);
    expect(await named('Odd')).to.equal(undefined);
  });

  it('are archived and taken back, each with a way to undo it', async () => {
    const away = await priya.submit(`${path}/archive`);
    expect(away.text).to.include('Harbour Coffee Roasters is archived.');
    expect(away.text).to.match(
      /<form method="post" action="\/companies\/\d+\/archive">[\s\S]*?Undo/,
    );
    expect((await priya.get('/companies')).text).not.to.include('Harbour Coffee');
    expect((await priya.get('/companies?status=archived')).text).to.include('Harbour Coffee');
    expect((await priya.get('/clients/new')).text, 'not offered').not.to.include('Harbour Coffee');
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.get('/portal/projects')).status, 'its contacts come in').to.equal(200);
    const moment = (await named('Harbour Coffee Roasters'))?.archived_at;
    await priya.post(`${path}/archive`);
    expect((await named('Harbour Coffee Roasters'))?.archived_at, 'twice').to.equal(moment);
    const back = await priya.submit(`${path}/archive`, { _method: 'DELETE' });
    expect(back.text).to.include('Harbour Coffee Roasters is back.').and.include('Undo');
    expect((await named('Harbour Coffee Roasters'))?.archived_at).to.equal(null);
  });

  it('SEC 56 show their notes to the team and never to a client', async () => {
    expect((await priya.get(path)).text)
      .to.include('Secret-Note-Harbour')
      .and.include('Team only');
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.get(path)).text).to.include('Secret-Note-Harbour');
    const sofia = await app.signedIn(world.people.sofia.userId);
    for (const at of [
      path,
      '/',
      '/profile',
      '/portal/projects',
      `/portal/projects/${world.projects.website}`,
    ])
      expect((await sofia.get(at)).text, at).not.to.include('Secret-Note');
  });

  it('CVE 10 CVE 13 are changed by nobody without the right, nor in what the form does not have', async () => {
    const before = await dump();
    const writer = await addPerson(
      world,
      'Writer',
      { 'projects.view': 'assigned', 'clients.view': 'all', 'clients.edit': 'assigned' },
      [world.projects.website],
    );
    const added = await dump();
    const visitor = await app.signedIn(writer.userId);
    const other = `/companies/${world.companies.northwind}`;
    expect((await visitor.get(`${other}/edit`)).status).to.equal(403);
    expect((await visitor.post(other, { _method: 'PATCH', name: 'Taken' })).status).to.equal(403);
    expect((await visitor.post(`${path}/archive`)).status).to.equal(403);
    expect((await visitor.post('/companies', { name: 'New' })).status).to.equal(403);
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.get(path)).status, 'out of scope').to.equal(404);
    expect((await elin.post(path, { _method: 'PATCH', name: 'X' })).status).to.equal(403);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.post(path, { _method: 'PATCH', name: 'X' })).status).to.equal(404);
    expect(await dump())
      .to.equal(added)
      .and.not.equal(before);
    await visitor.post(path, {
      _method: 'PATCH',
      name: 'Mine to edit',
      workspace_id: 9,
      archived_at: 1,
      hue: 'red',
      id: 77,
    });
    expect(await named('Mine to edit')).to.include({
      id: world.companies.harbour,
      workspace_id: world.workspaceId,
      archived_at: null,
      hue: 'teal',
    });
  });

  it('CVE 31 keep what is typed as text', async () => {
    const poison = `<script>alert(1)</script>"'`;
    const { location } = await priya.post('/companies', {
      name: poison,
      phone: poison,
      address: poison,
      tax_number: poison,
      notes: `${poison} [x](javascript:alert(2))`,
    });
    for (const at of [location, `${location}/edit`, '/companies', '/clients/new']) {
      const { text } = await priya.get(at);
      expect(text, at).to.include('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text, at).not.to.match(/<script>alert|href="javascript/);
    }
  });
});
