import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { day, now, today } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { leftBy } from '../audit/entries.js';
import { addPerson } from '../tasks/people.js';
import { addCrowd } from './crowd.js';

/** The people a list shows, in its order, each row as the words in it. */
function rowsIn(html: string): string[] {
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? '';
  return [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
    (row as string)
      .replace(/<svg[\s\S]*?<\/svg>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

describe('The list of the clients', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    await change(world.people.sofia, {
      second_factor_at: now() - 9 * day,
      last_sign_in_at: now() - 2 * day,
    });
    await change(world.people.nora, { second_factor_at: null, last_sign_in_at: null });
  });
  after(() => app.close());

  const change = async ({ userId: id }: Person, columns: Record<string, number | null>) => {
    await table('users').where({ id }).update(columns);
  };
  const namesAt = async (path: string) =>
    [...(await priya.get(path)).text.matchAll(/<a class="cover"[^>]*>(\w+)/g)].map(
      ([, name]) => name,
    );
  const download = (fields: Fields = {}, visitor = priya) =>
    visitor.post('/clients/export', fields);
  const asked = async (path: string) => {
    await priya.get(path);
    const before = queryCount();
    await priya.get(path);
    return queryCount() - before;
  };

  it('S026 says of each who signs in with a second factor, and when they last did', async () => {
    const rows = rowsIn((await priya.get('/clients')).text);
    const of = (name: string) => rows.find((row) => row.includes(name));
    expect(of('Sofia')).to.match(/Active On \d+ \w+ \d{4}$/);
    expect(of('Nora')).to.match(/Active Off Never$/);
  });

  it('is sorted by both, either way', async () => {
    for (const sort of ['second_factor', '-seen'])
      expect((await namesAt(`/clients?sort=${sort}`))[0], sort).to.equal('Sofia');
    for (const sort of ['-second_factor', 'seen'])
      expect((await namesAt(`/clients?sort=${sort}`)).at(-1), sort).to.equal('Sofia');
    const { text } = await priya.get('/clients?sort=second_factor');
    expect(text).to.match(
      /aria-sort="ascending"><a href="\/clients\?sort=-second_factor">Two-factor/,
    );
  });

  it('is narrowed to who has a second factor and who has none, in the address', async () => {
    expect(await namesAt('/clients?second_factor=on')).to.deep.equal(['Sofia']);
    const off = await namesAt('/clients?second_factor=off');
    expect(off).to.include('Nora').and.not.include('Sofia');
    const { text } = await priya.get('/clients?second_factor=on&sort=-seen');
    expect(text).to.include('<option value="on" selected>Two-factor: on<');
    expect(text).to.match(/href="\/clients\?second_factor=on(&|&amp;|&#38;)sort=seen"/);
    expect(text).to.include('Clear filters');
    expect(await namesAt('/clients?second_factor=perhaps'))
      .to.include('Sofia')
      .and.include('Nora');
  });

  it('leaves both columns out on small screens, as the list of users does', async () => {
    const { text } = await priya.get('/clients');
    for (const label of ['Two-factor', 'Last sign-in'])
      expect(text).to.match(new RegExp(`<th scope="col" class="opt"[^>]*><a[^>]*>${label}`));
  });

  it('is taken away as CSV, with its search, filters and order, and nobody else in it', async () => {
    const { status, headers, text } = await download({ sort: '-seen' });
    expect(status).to.equal(200);
    expect(headers.get('content-disposition')).to.include(`clients-${today('UTC')}.csv`);
    const [head, first] = text.split('\n');
    expect(head).to.equal(
      'Name,Email,Roles,Company,Phone,Job title,Status,Two-factor,Last sign-in (UTC),Added (UTC),Access until (UTC)',
    );
    expect(first).to.match(
      /^Sofia Lindqvist,sofia@example\.com,Client,Harbour Coffee[^,]*,.*,On,20/,
    );
    expect(text).to.include('Nora').and.not.include('Priya').and.not.include('jonas@');
    expect((await download({ second_factor: 'off' })).text).not.to.include('Sofia');
    const page = (await priya.get('/clients?q=sofia&second_factor=on')).text;
    const form = /<form[^>]*action="\/clients\/export">.*?<\/form>/.exec(page)?.[0];
    expect(form)
      .to.include('name="q" value="sofia"')
      .and.include('name="second_factor" value="on"');
  });

  it('notes in the trail who took it away and what was asked for', async () => {
    const [entry, ...more] = await leftBy(() => download({ q: 'sofia', second_factor: 'on' }));
    expect(more).to.deep.equal([]);
    expect(entry).to.deep.include({
      action: 'contact.exported',
      who: 'Priya Raman',
      after: { filter_q: 'sofia', filter_second_factor: 'on' },
    });
    const { text } = await priya.get('/audit');
    expect(text).to.include('Priya Raman downloaded the list of clients');
  });

  it('holds for who sees the clients of their projects those alone, on the page and in the CSV', async () => {
    const helper = await addPerson(world, 'Helper', { 'clients.view': 'assigned' });
    const visitor = await app.signedIn(helper.userId);
    expect(rowsIn((await visitor.get('/clients')).text)).to.deep.equal([]);
    const { text } = await download({}, visitor);
    expect(text.trim().split('\n')).to.have.length(1);
  });

  it('is taken away by nobody who may not read it', async () => {
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await download({}, sofia)).status).to.equal(404);
    const clerk = await addPerson(world, 'Clerk', { 'users.view': 'all' });
    expect((await download({}, await app.signedIn(clerk.userId))).status).to.equal(403);
  });

  it('costs as many queries among 10,000 clients as among a few, the CSV only more batches', async () => {
    const paths = ['/clients?sort=second_factor', '/clients?second_factor=off&sort=-seen&page=2'];
    const few = await asked('/clients?sort=second_factor');
    await addCrowd(world, 10_000, 'client');
    for (const path of paths)
      expect(await asked(path), path)
        .to.be.at.most(few)
        .and.at.most(9);
    const before = queryCount();
    const { text } = await download({ q: 'crowd.example' });
    expect(text.trim().split('\n')).to.have.length(10_001);
    expect(queryCount() - before).to.be.lessThan(130);
  });
});
