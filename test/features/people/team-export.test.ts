import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { today } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { leftBy } from '../audit/entries.js';
import { addCrowd } from './crowd.js';

describe('The export of the users', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  const download = (fields: Fields = {}) => priya.post('/users/export', fields);
  const namesIn = (text: string) =>
    text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);

  it('is a table of the team with a head, and of nobody else', async () => {
    const { status, headers, text } = await download();
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).to.include(
      `attachment; filename="users-${today('UTC')}.csv"`,
    );
    expect(text.split('\n')[0]).to.equal(
      'Name,Email,Roles,Teams,Phone,Job title,Status,Two-factor,Last sign-in (UTC),Added (UTC),Access until (UTC)',
    );
    expect(text).to.match(/^Priya Raman,priya@example\.com,Admin,/m);
    expect(text).not.to.include('sofia@').and.not.include('nora@');
  });

  it('keeps the search, the filters and the order of the page', async () => {
    const { text } = await download({ sort: '-name' });
    const names = namesIn(text);
    expect(names.length).to.be.greaterThan(2);
    expect(names).to.deep.equal([...names].sort().reverse());
    expect(namesIn((await download({ q: 'jonas' })).text)).to.have.length(1);
    expect(namesIn((await download({ status: 'inactive' })).text)).to.deep.equal([]);
    const page = (await priya.get('/users?q=jonas&sort=-name')).text;
    const form = /<form[^>]*action="\/users\/export">.*?<\/form>/.exec(page)?.[0];
    expect(form).to.include('name="q" value="jonas"').and.include('name="sort" value="-name"');
    expect(form).to.include('target="_self"').and.include('Download as CSV');
  });

  it('CWE-1236 makes no formula of what somebody typed', async () => {
    const { userId } = world.people.jonas;
    const { name } = (await table('users').where({ id: userId }).first('name')) as { name: string };
    await table('users').where({ id: userId }).update({ name: '=1+1', job_title: '@SUM(A1)' });
    const { text } = await download({ q: 'jonas@' });
    await table('users').where({ id: userId }).update({ name, job_title: null });
    expect(text).to.include(`\n'=1+1,`).and.include(`,'@SUM(A1),`);
  });

  it('is itself kept in the trail, with what was asked for', async () => {
    const [entry, ...more] = await leftBy(() => download({ q: 'jonas', status: 'active' }));
    expect(more).to.deep.equal([]);
    expect(entry).to.deep.include({
      action: 'user.exported',
      who: 'Priya Raman',
      after: { filter_q: 'jonas', filter_status: 'active' },
    });
    expect((await priya.get('/audit')).text).to.include('Priya Raman downloaded the list of users');
  });

  it('is closed to who does not read the list of users', async () => {
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.post('/users/export')).status).to.equal(404);
    await table('role_grants').insert({
      role_id: ((await table('roles').where({ key: 'staff' }).first('id')) as { id: number }).id,
      permission: 'users.view',
      scope: 'none',
    });
    const jonas = await app.signedIn(world.people.jonas.userId);
    expect((await jonas.post('/users/export')).status).to.equal(403);
  });

  it('goes on past what is held in memory at a time, with a bounded number of queries', async () => {
    await addCrowd(world, 1201, 'team');
    const before = queryCount();
    const { text } = await download({ q: 'crowd.example' });
    expect(queryCount() - before).to.be.lessThan(40);
    expect(new Set(namesIn(text)).size).to.equal(1201);
  });
});
