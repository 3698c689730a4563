import { expect } from 'chai';
import { currentKnex, table } from '../../server/core/database/index.js';
import { allIds, allRoutes, dumpedTables, fillPath, parametersOf } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

/** All addresses of one route: every combination of every id there is. */
function addressesOf(path: string, ids: Record<string, (string | number)[]>): string[] {
  let filled: Record<string, string | number>[] = [{}];
  for (const name of parametersOf(path)) {
    filled = filled.flatMap((values) =>
      (ids[name] ?? []).map((value) => ({ ...values, [name]: value })),
    );
  }
  return filled.map((values) => fillPath(path, values));
}

/** Links, pictures and forms of this site in a page. */
function linksIn(html: string): string[] {
  return [...html.matchAll(/(?:href|src|action)="(\/[^"#]*)"/g)].map((match) =>
    (match[1] as string).replaceAll('&amp;', '&'),
  );
}

async function readEverything(
  visitor: Visitor,
  ids: Record<string, (string | number)[]>,
): Promise<Map<string, string>> {
  const routes = allRoutes().filter(({ method }) => method === 'get');
  const queue = routes.flatMap(({ path }) => addressesOf(path, ids));
  queue.push(
    '/?q=Secret',
    '/projects?q=Secret',
    '/clients?q=Secret',
    '/users?q=Secret',
    '/portal/files?q=Secret',
  );
  const seen = new Set<string>(queue);
  const read = new Map<string, string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (path.startsWith('/assets/')) continue;
    const answer = await visitor.get(path);
    expect(answer.status, path).to.be.lessThan(500);
    read.set(path, `${answer.text}\n${[...answer.headers].join('\n')}`);
    for (const link of [...linksIn(answer.text), answer.location]) {
      if (!link.startsWith('/') || seen.has(link) || seen.size > 3000) continue;
      seen.add(link);
      queue.push(link);
    }
  }
  return read;
}

describe('Nothing leaks', function () {
  // One person's walk over everything is some hundred pages.
  this.timeout(120_000);
  let app: TestApp;
  let world: World;
  let ids: Record<string, (string | number)[]>;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    ids = await allIds();
  });
  after(() => app.close());

  async function expectNone(visitor: Visitor, forbidden: readonly string[]): Promise<void> {
    const read = await readEverything(visitor, ids);
    expect(read.size).to.be.greaterThan(20);
    for (const [path, text] of read) {
      // A page may say again what was asked for in its address.
      const rest = text.replaceAll(decodeURIComponent(path), '').replaceAll(path, '');
      for (const secret of forbidden)
        expect(rest.includes(secret), `${secret} at ${path}`).to.equal(false);
    }
  }

  it('CVE 8: nobody signed in reads anything of the agency', async () => {
    const everything = [
      ...world.secrets,
      'Redraw the harbour logo',
      'Website relaunch',
      'Sofia Lindqvist',
      'logo-draft',
    ];
    await expectNone(app.visitor(), everything);
  });

  it('S109 CVE 1: a client reads nothing internal and nothing of another client, at any address', async () => {
    const visitor = await app.signedIn(world.people.sofia.userId);
    await expectNone(visitor, [
      ...world.secrets,
      'Foreign-Task-Poster',
      'Autumn campaign',
      'Northwind',
      'Nora Quist',
      'Elin Sandberg',
    ]);
  });

  it('S075: another client reads nothing of this one', async () => {
    const visitor = await app.signedIn(world.people.nora.userId);
    await expectNone(visitor, [
      ...world.secrets,
      'Redraw the harbour logo',
      'Website relaunch',
      'Harbour Coffee',
      'Sofia Lindqvist',
      'logo-draft',
    ]);
  });

  it('S071: staff read nothing of projects they are not on', async () => {
    const visitor = await app.signedIn(world.people.elin.userId);
    await expectNone(visitor, [
      'Secret-Task-Budget',
      'Redraw the harbour logo',
      'Website relaunch',
      'Secret-Comment-Margin',
      'Secret-File-Prices',
      'Secret-Content-Prices',
      'Foreign-Task-Poster',
    ]);
  });

  it('CVE 9: nobody, not even an Admin, is sent a password hash or the hash of a token', async () => {
    await table('users').update({ password_hash: 'Canary-Hash-Value' });
    const visitor = await app.signedIn(world.people.priya.userId);
    await expectNone(visitor, ['Canary-Hash-Value']);
    await table('users').update({ password_hash: null });
  });

  it('finds the planted texts where they belong, so that the search can fail', async () => {
    const visitor = await app.signedIn(world.people.priya.userId);
    const read = [...(await readEverything(visitor, ids)).values()].join('\n');
    for (const secret of world.secrets) expect(read.includes(secret), secret).to.equal(true);
  });

  it('watches every table of the schema', async () => {
    const knex = currentKnex();
    if (knex.client.dialect !== 'sqlite3') return;
    const rows = (await knex('sqlite_master').where({ type: 'table' }).pluck('name')) as string[];
    const known = new Set([...dumpedTables.watched, ...dumpedTables.unwatched]);
    expect(rows.filter((name) => !name.startsWith('sqlite_') && !known.has(name))).to.deep.equal(
      [],
    );
  });
});
