import { expect } from 'chai';
import {
  everybody,
  insertRow,
  keptPages,
  keptQuery,
  moment,
  observeQueries,
  queryCount,
  table,
  transaction,
} from '../../../server/core/database/index.js';
import { now, setClock } from '../../../server/core/dates/index.js';
import { openTestDatabase, testEngine } from '../../support/database.js';
import { failureOf } from '../../support/failure.js';

interface Setting {
  id: number;
  key: string;
  updated_at: number;
}

const add = (key: string, updated_at = 1) =>
  insertRow('settings', { scope: 1, key, value: '"x"', is_secret: 0, updated_at });

const oneKey = keptQuery<object, { key: string }, Setting | undefined>((_everybody, { key }) =>
  table<Setting>('settings').where({ key }).first(),
);
const someKeys = keptQuery<object, { keys: readonly string[] }, string[]>((_everybody, { keys }) =>
  table<Setting>('settings')
    .whereIn('key', [...keys])
    .orderBy('key')
    .pluck('key'),
);
const lasting = keptQuery<object, Record<string, never>, Setting[]>(() =>
  table<Setting>('settings').where('updated_at', '>', moment()),
);
const ofOneScope = keptQuery<{ scope: number }, Record<string, never>, unknown[]>(({ scope }) =>
  table('settings').where({ scope }),
);
const pages = keptPages<object, { least: string }, Setting>((_everybody, { least }) =>
  table<Setting>('settings').where('key', '>=', least).orderBy('key'),
);

describe('A kept query', () => {
  let drop: () => Promise<void>;
  beforeEach(async () => {
    ({ drop } = await openTestDatabase());
    for (const key of ['a', 'b', 'c', 'd', 'e']) await add(key);
  });
  afterEach(async () => {
    setClock();
    observeQueries();
    await drop();
  });

  it('answers each run for its own values', async () => {
    expect(await oneKey(everybody, { key: 'a' })).to.include({ key: 'a' });
    expect(await oneKey(everybody, { key: 'c' })).to.include({ key: 'c' });
    expect(await oneKey(everybody, { key: 'x' })).to.equal(undefined);
  });

  it('takes lists of every length', async () => {
    expect(await someKeys(everybody, { keys: ['a', 'b'] })).to.deep.equal(['a', 'b']);
    expect(await someKeys(everybody, { keys: ['e', 'd', 'c'] })).to.deep.equal(['c', 'd', 'e']);
    expect(await someKeys(everybody, { keys: [] })).to.deep.equal([]);
    expect(await someKeys(everybody, { keys: ['d', 'e'] })).to.deep.equal(['d', 'e']);
  });

  it('compares with the moment of each run, not of the first', async () => {
    await add('lasting', now() + 5000);
    expect(await lasting(everybody, {})).to.have.length(1);
    const later = now() + 6000;
    setClock(() => later);
    expect(await lasting(everybody, {})).to.have.length(0);
  });

  it('belongs to its keeper: another one never gets the answer that was shaped for it', async () => {
    expect(await ofOneScope({ scope: 1 }, {})).to.have.length(5);
    expect(await ofOneScope({ scope: 2 }, {})).to.have.length(0);
  });

  it('reads in a transaction what the transaction wrote', async () => {
    await oneKey(everybody, { key: 'new' });
    await transaction(async () => {
      await add('new');
      expect(await oneKey(everybody, { key: 'new' })).to.include({ key: 'new' });
    });
  });

  it('counts as one query and is seen with its values', async () => {
    await oneKey(everybody, { key: 'a' });
    const seen: unknown[] = [];
    observeQueries((_sql, bindings) => seen.push(bindings[0]));
    const before = queryCount();
    await oneKey(everybody, { key: 'b' });
    expect(queryCount() - before).to.equal(1);
    expect(seen).to.deep.equal(['b']);
  });

  it('gives pages, and the last one for a page past the end', async () => {
    const first = await pages(everybody, { least: 'b' }, { page: 1, perPage: 3 });
    expect(first).to.deep.include({ page: 1, pages: 2, total: 4 });
    expect(first.rows.map(({ key }) => key)).to.deep.equal(['b', 'c', 'd']);
    const past = await pages(everybody, { least: 'b' }, { page: 9, perPage: 3 });
    expect(past.page).to.equal(2);
    expect(past.rows.map(({ key }) => key)).to.deep.equal(['e']);
  });
});

// Where a query is built for each run, nothing can be kept that must not be.
if (testEngine === 'sqlite') {
  describe('What must not be kept in a query', () => {
    let drop: () => Promise<void>;
    before(async () => {
      ({ drop } = await openTestDatabase());
    });
    after(() => drop());

    it('is a value from outside its arguments', async () => {
      let wanted = 'a';
      const careless = keptQuery(() => table<Setting>('settings').where({ key: wanted }));
      await careless(everybody, {});
      wanted = 'b';
      expect((await failureOf(careless(everybody, {}))).message).to.contain(
        'more than its arguments',
      );
    });

    it('is a condition that is there only sometimes', async () => {
      let isNarrow = false;
      const careless = keptQuery(() => {
        const rows = table<Setting>('settings');
        return isNarrow ? rows.where({ key: 'a' }) : rows;
      });
      await careless(everybody, {});
      isNarrow = true;
      expect((await failureOf(careless(everybody, {}))).message).to.contain(
        'more than its arguments',
      );
    });

    it('is the present moment', async () => {
      const careless = keptQuery(() => table<Setting>('settings').where('updated_at', '>', now()));
      expect((await failureOf(careless(everybody, {}))).message).to.contain('moment()');
      expect(now()).to.be.greaterThan(0);
    });
  });
}
