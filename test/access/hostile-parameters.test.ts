import { expect } from 'chai';
import { insertRows, observeQueries, table } from '../../server/core/database/index.js';
import { now } from '../../server/core/dates/index.js';
import { codeFiles, read } from '../architecture/files.js';
import { allRoutes, dump, fillPath, websiteValues } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

/** Stands in every hostile text and nowhere else. */
const mark = 'zq9x';

/** What is sent where a name, a number or a word is expected. */
const hostile = [
  `${mark}' or '1'='1`,
  `${mark}"; drop table users; --`,
  `name, (select password_hash from users limit 1) ${mark}`,
  `-${mark}\\' union select 1 --`,
];
/** Numbers that are none, or too large for a column. */
const numbers = ['-1', '1.5', '1e300', '2147483648', '9223372036854775808'];

/** Every name that the product reads from an address, found in its sources. */
function parameterNames(): string[] {
  const found = codeFiles(['server']).flatMap((file) =>
    [...read(file).matchAll(/\b(?:query\(request, |read\(|one\()'(\w+)'/g)].map(([, name]) => name),
  );
  return [...new Set(found as string[])].sort();
}

describe('Hostile parameters', function () {
  this.timeout(60_000);
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let pages: string[];
  const names = parameterNames();

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    pages = allRoutes()
      .filter(({ method, surface }) => method === 'get' && surface !== 'portal')
      .map(({ path }) => fillPath(path, websiteValues(world, path)));
  });
  after(() => app.close());

  const lists = () => [
    '/projects',
    '/users',
    '/clients',
    '/companies',
    '/invitations',
    '/outbox',
    `/projects/${world.projects.website}/board`,
    `/projects/${world.projects.website}/list`,
    `/projects/${world.projects.website}/activity`,
    `/projects/${world.projects.website}/files`,
  ];

  it('SEC 1 never become a part of a statement: every page reads them all and binds what it uses', async () => {
    const statements: string[] = [];
    let bound = 0;
    const before = await dump();
    observeQueries((sql, bindings) => {
      statements.push(sql);
      if (JSON.stringify(bindings).includes(mark)) bound += 1;
    });
    for (const path of pages) {
      for (const value of hostile) {
        const search = new URLSearchParams(names.map((name): [string, string] => [name, value]));
        expect((await priya.get(`${path}?${search}`)).status, `${path} ${value}`).to.be.below(500);
      }
    }
    observeQueries();
    expect(names).to.include.members([
      'q',
      'sort',
      'page',
      'status',
      'company_id',
      'before',
      'from',
      'to',
    ]);
    expect(statements).to.have.length.above(1000);
    expect(bound).to.be.above(20);
    expect(statements.filter((sql) => sql.includes(mark))).to.deep.equal([]);
    expect(await dump()).to.equal(before);
  });

  it('SEC 1 that name no column, page or choice leave a list as it is without them', async () => {
    for (const path of lists()) {
      const usual = rowsOf((await priya.get(path)).text, path);
      for (const name of ['sort', 'page', 'status', 'role', 'company', 'company_id', 'show']) {
        for (const value of hostile.slice(1, 3)) {
          const { status, text } = await priya.get(
            `${path}?${new URLSearchParams([[name, value]])}`,
          );
          expect(status).to.equal(200);
          expect(rowsOf(text, path), `${path} ${name}=${value}`).to.deep.equal(usual);
        }
      }
    }
  });

  it('SEC 1 are looked for as they are written, and found nowhere', async () => {
    const searched = lists().filter((list) => /s$|board$|list$/.test(list));
    for (const path of searched.filter((list) => !/files|invitations/.test(list))) {
      const rows = async (search: string) => rowsOf((await priya.get(path + search)).text, path);
      expect(await rows(''), path).not.to.have.length(0);
      for (const value of hostile) {
        const search = `?${new URLSearchParams([['q', value]])}`;
        expect(await rows(search), path + search).to.deep.equal([]);
      }
    }
  });

  it('SEC 16 may be any number: a page answers, or says that there is no such thing', async () => {
    for (const path of pages) {
      for (const value of numbers) {
        const search = new URLSearchParams(names.map((name): [string, string] => [name, value]));
        expect((await priya.get(`${path}?${search}`)).status, `${path} ${value}`).to.be.below(500);
      }
    }
  });

  it('SEC 16 cannot make a page longer than it is', async () => {
    const at = now();
    const [{ id: _id, ...task }] = (await table('tasks').where({ id: world.tasks.logo })) as [
      Record<string, unknown>,
    ];
    const many = Array.from({ length: 600 }, (_, index) => ({
      ...task,
      number: 100 + index,
      title: `Card ${index}`,
      position: `b${String(index).padStart(4, '0')}`,
      created_at: at,
    }));
    await insertRows('tasks', many);
    const website = `/projects/${world.projects.website}`;
    const greedy = 'per_page=1000000&perPage=1000000&limit=1000000&size=1000000';
    const shown = async (path: string) => rowsOf((await priya.get(website + path)).text, website);
    expect(await shown(`/list?${greedy}`)).to.have.length(50);
    expect(await shown(`/list?page=1000000&${greedy}`)).to.have.length.within(1, 50);
    const wide = `/board?column=${world.columns.doing}&show=1000000&${greedy}`;
    // Five hundred of this column, and the two cards of the others.
    expect(await shown(wide)).to.have.length(502);
  });
});

/** The records that a list shows, in its order: addresses of things, each once. */
function rowsOf(html: string, path: string): string[] {
  const kind = /^\/projects\/\d+/.test(path) ? 'tasks' : path.slice(1);
  const main = html.slice(html.indexOf('<main'));
  const links = main.matchAll(new RegExp(`href="(/${kind}/\\d+)"`, 'g'));
  return [...new Set([...links].map((match) => match[1] as string))];
}
