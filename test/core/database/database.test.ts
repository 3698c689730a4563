import { expect } from 'chai';
import {
  afterCommit,
  assertSafeSqlite,
  currentKnex,
  engine,
  insertRow,
  insertRows,
  inTransaction,
  isDiskFull,
  isSafeSqliteVersion,
  isUniqueViolation,
  lockRow,
  paginate,
  queryCount,
  table,
  transaction,
} from '../../../server/core/database/index.js';
import { openTestDatabase, testEngine } from '../../support/database.js';
import { failureOf } from '../../support/failure.js';

interface Setting {
  id: number;
  scope: number;
  key: string;
  value: string;
}

const row = (key: string, scope = 1) => ({ scope, key, value: '"x"', is_secret: 0, updated_at: 1 });

describe('The database', () => {
  let drop: () => Promise<void>;
  beforeEach(async () => {
    ({ drop } = await openTestDatabase());
  });
  afterEach(() => drop());

  it('is the engine that was asked for', () => {
    expect(engine()).to.equal(testEngine === 'mariadb' ? 'mysql' : testEngine);
  });

  it('gives new rows an id on every engine', async () => {
    const first = await insertRow('settings', row('a'));
    const second = await insertRow('settings', row('b'));
    expect(second).to.be.greaterThan(first);
    expect(await table<Setting>('settings').where({ id: second }).first()).to.include({ key: 'b' });
  });

  it('keeps all of a transaction or nothing', async () => {
    const failing = transaction(async () => {
      await insertRow('settings', row('kept'));
      throw new Error('stop');
    });
    expect((await failureOf(failing)).message).to.equal('stop');
    expect(await table('settings')).to.have.length(0);
  });

  it('lets a transaction inside another join it, so that both go together', async () => {
    const failing = transaction(async () => {
      await transaction(async () => insertRow('settings', row('inner')));
      throw new Error('stop');
    });
    await failureOf(failing);
    expect(await table('settings')).to.have.length(0);
  });

  it('reads inside a transaction what it wrote there, and others do not', async () => {
    await transaction(async () => {
      await insertRow('settings', row('mine'));
      expect(inTransaction()).to.equal(true);
      expect(await table('settings')).to.have.length(1);
    });
    expect(inTransaction()).to.equal(false);
  });

  it('answers reads while somebody writes', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const writing = transaction(async () => {
      await insertRow('settings', row('slow'));
      await held;
    });
    expect(await table('settings')).to.have.length(0);
    release();
    await writing;
    expect(await table('settings')).to.have.length(1);
  });

  it('runs what waits for a commit after it, and never after a rollback', async () => {
    const done: string[] = [];
    await transaction(async () => {
      afterCommit(() => done.push('committed'));
      expect(done).to.deep.equal([]);
    });
    await transaction(async () => {
      afterCommit(() => done.push('rolled back'));
      throw new Error('stop');
    }).catch(() => {});
    expect(done).to.deep.equal(['committed']);
  });

  it('FAULTS 17: loses no update when twenty add to the same number at once', async () => {
    const id = await insertRow('settings', { ...row('sum'), value: '0' });
    const addOne = () =>
      transaction(async () => {
        await lockRow('settings', id);
        const found = await table<Setting>('settings').where({ id }).first();
        await table('settings')
          .where({ id })
          .update({ value: String(Number(found?.value) + 1) });
      });
    await Promise.all(Array.from({ length: 20 }, addOne));
    expect(await table<Setting>('settings').where({ id }).first()).to.include({ value: '20' });
  });

  it('recognises a value that exists already, on every engine', async () => {
    await insertRow('settings', row('same'));
    const error = await failureOf(insertRow('settings', row('same')));
    expect(isUniqueViolation(error)).to.equal(true);
    expect(isUniqueViolation(new Error('other'))).to.equal(false);
  });

  it('CVE 26: compares keys byte by byte, so that no accent or case makes two into one', async () => {
    for (const key of ['admin@example.com', 'ádmin@example.com', 'ADMIN@example.com'])
      await insertRow('settings', row(key));
    expect(await table('settings').where({ key: 'admin@example.com' })).to.have.length(1);
    expect(await table('settings').orderBy('key').pluck('key')).to.deep.equal([
      'ADMIN@example.com',
      'admin@example.com',
      'ádmin@example.com',
    ]);
  });

  it('CVE 39: binds an object as a value instead of reading it as SQL', async () => {
    await insertRow('settings', row('a'));
    const hostile = { key: 1 } as unknown as string;
    const found = await Promise.resolve(table('settings').where('key', hostile)).catch(() => []);
    expect(found).to.have.length(0);
  });

  it('inserts many rows 500 at a time, and long ones in as many statements as they need', async () => {
    const keys = (count: number) => Array.from({ length: count }, (_, at) => `key ${at}`);
    const before = queryCount();
    await insertRows(
      'settings',
      keys(1001).map((key) => row(key)),
    );
    expect(queryCount() - before).to.equal(3);
    const value = JSON.stringify('x'.repeat(400_000));
    await insertRows(
      'settings',
      keys(5).map((key) => ({ ...row(key, 2), value })),
    );
    expect(queryCount() - before).to.equal(6);
    expect(await table('settings').where({ scope: 2, value })).to.have.length(5);
  });

  it('FAULTS 34: takes a page of a list, however much is asked for', async () => {
    await insertRows(
      'settings',
      Array.from({ length: 230 }, (_, at) => row(`key ${String(at).padStart(3, '0')}`)),
    );
    const list = () => table<Setting>('settings').where({ scope: 1 }).orderBy('key');
    const second = await paginate(list(), { page: 2, perPage: 50 });
    expect(second.rows[0]?.key).to.equal('key 050');
    expect(second).to.include({ total: 230, pages: 5, page: 2 });
    expect((await paginate(list(), { perPage: 1_000_000 })).rows).to.have.length(100);
    expect((await paginate(list(), { page: 99, perPage: 50 })).page).to.equal(5);
  });

  it('CVE 15: finds nothing for an empty list of ids', async () => {
    await insertRow('settings', row('a'));
    expect(await table('settings').whereIn('id', [])).to.have.length(0);
  });

  it('counts its statements', async () => {
    const before = queryCount();
    await table('settings');
    await table('settings').first();
    expect(queryCount() - before).to.equal(2);
  });
});

describe('SQLite', () => {
  if (testEngine !== 'sqlite') return;
  let drop: () => Promise<void>;
  before(async () => {
    ({ drop } = await openTestDatabase());
  });
  after(() => drop());

  it('FAULTS 3: is durable, checked on the live connection: WAL, synchronous FULL, foreign keys, busy timeout', async () => {
    await assertSafeSqlite(currentKnex());
    const [{ synchronous }] = (await currentKnex().raw('PRAGMA synchronous')) as [
      { synchronous: number },
    ];
    expect(synchronous).to.equal(2);
  });

  it('FAULTS 3: stops the start when a pragma is not as it must be', async () => {
    await currentKnex().raw('PRAGMA synchronous = NORMAL');
    const { message } = await failureOf(assertSafeSqlite(currentKnex()));
    expect(message).to.equal('SQLite: synchronous is 1, it must be 2.');
    await currentKnex().raw('PRAGMA synchronous = FULL');
  });

  it('FAULTS 11: says that the disk is full, whatever SQLite has rolled back by itself', async () => {
    const knex = currentKnex();
    const [{ page_count }] = (await knex.raw('PRAGMA page_count')) as [{ page_count: number }];
    await knex.raw(`PRAGMA max_page_count = ${page_count + 1}`);
    await knex.raw('PRAGMA cache_size = 5');
    const failure = await failureOf(
      transaction(async () => {
        for (let at = 0; at < 50; at += 1)
          await insertRow('settings', { ...row(`k${at}`), value: 'x'.repeat(4000) });
      }),
    );
    expect(isDiskFull(failure)).to.equal(true);
    expect(await table('settings').where('key', 'like', 'k%')).to.deep.equal([]);
    await knex.raw(`PRAGMA max_page_count = ${page_count + 1000}`);
    await transaction(() => insertRow('settings', row('k')));
  });

  it('refuses versions that can damage data', () => {
    expect(isSafeSqliteVersion('3.51.2')).to.equal(false);
    expect(isSafeSqliteVersion('3.51.3')).to.equal(true);
    expect(isSafeSqliteVersion('3.52.0')).to.equal(false);
    expect(isSafeSqliteVersion('3.53.2')).to.equal(true);
  });

  it('keeps foreign keys', async () => {
    const orphan = { role_id: 999, permission: 'tasks.view', scope: 'all' };
    const error = await failureOf(insertRow('role_grants', orphan));
    expect(error.message).to.include('FOREIGN KEY');
  });
});
