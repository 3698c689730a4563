import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import {
  connect,
  type Knex,
  migrate,
  migrationNames,
  NewerDatabaseError,
  pendingMigrations,
  releaseMigrationLock,
  rollbackAll,
} from '../../../server/core/database/index.js';
import { makeEmptyDatabase, sqliteConfig, testEngine } from '../../support/database.js';
import { failureOf } from '../../support/failure.js';
import { isLong, noteTrial, testRandom } from '../../support/trials.js';

/** After how many statements a migration is broken off; the others are left to the long trials. */
const samples = testEngine === 'mariadb' ? 4 : 8;

interface Empty {
  knex: Knex;
  drop(): Promise<void>;
}

async function makeEmpty(): Promise<Empty> {
  if (testEngine !== 'sqlite') {
    const { config, drop } = await makeEmptyDatabase(testEngine);
    const knex = connect(config);
    return { knex, drop: () => knex.destroy().then(drop) };
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-'));
  const knex = connect(sqliteConfig(path.join(folder, 'database.sqlite')));
  return {
    knex,
    drop: async () => {
      await knex.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Tables, columns and indexes of a database, in words that do not depend on how it came about. */
async function schemaOf(knex: Knex): Promise<string[]> {
  const inSchema =
    testEngine === 'mariadb' ? 'table_schema = database()' : "table_schema = 'public'";
  const columns = `select table_name as t, column_name as c, data_type as d, is_nullable as n,
    column_default as v from information_schema.columns where ${inSchema}`;
  const indexes = {
    sqlite: "select name as t, sql as c from sqlite_master where name not like 'sqlite_%'",
    postgres: "select indexname as t, indexdef as c from pg_indexes where schemaname = 'public'",
    mariadb: `select table_name as t, index_name as c, column_name as d, seq_in_index as n
      from information_schema.statistics where ${inSchema}`,
  };
  const statements = testEngine === 'sqlite' ? [indexes.sqlite] : [columns, indexes[testEngine]];
  const found: string[] = [];
  for (const sql of statements) {
    const answer = await knex.raw(sql);
    const rows = testEngine === 'mariadb' ? answer[0] : (answer.rows ?? answer);
    for (const row of rows) found.push(JSON.stringify(Object.values(row)));
  }
  return found.sort();
}

/** Lets a number of statements through to the database and refuses all after them, like a program that died. */
function dieAfter(knex: Knex, statements: number): { count: number; revive(): void } {
  const { client } = knex as unknown as { client: { query(...given: unknown[]): unknown } };
  const query = client.query;
  const state = {
    count: 0,
    revive: () => {
      client.query = query;
    },
  };
  client.query = function count(this: unknown, ...given: unknown[]) {
    state.count += 1;
    if (state.count > statements) return Promise.reject(new Error('died'));
    return query.apply(this, given);
  };
  return state;
}

describe('Migrations', function () {
  this.timeout(isLong ? 1_800_000 : 120_000);
  let database: Empty;

  beforeEach(async () => {
    database = await makeEmpty();
  });
  afterEach(() => database.drop());

  it('FAULTS 4: can all be taken back and made again', async () => {
    await migrate(database.knex);
    const before = await schemaOf(database.knex);
    await rollbackAll(database.knex);
    expect(await pendingMigrations(database.knex)).to.deep.equal(migrationNames());
    expect((await schemaOf(database.knex)).join(' ')).not.to.match(/tasks|users|settings/);
    await migrate(database.knex);
    expect(await pendingMigrations(database.knex)).to.deep.equal([]);
    expect(await schemaOf(database.knex)).to.deep.equal(before);
  });

  it('FAULTS 4: broken off after any statement, the next start finishes them', async () => {
    const whole = dieAfter(database.knex, Number.POSITIVE_INFINITY);
    await migrate(database.knex);
    whole.revive();
    const expected = await schemaOf(database.knex);
    const random = testRandom();
    for (let round = 0; round < (isLong ? whole.count : samples); round += 1) {
      const statements = isLong ? round : Math.floor(random() * whole.count);
      const broken = await makeEmpty();
      try {
        const death = dieAfter(broken.knex, statements);
        expect((await failureOf(migrate(broken.knex))).message).to.include('died');
        death.revive();
        await releaseMigrationLock(broken.knex);
        await migrate(broken.knex);
        expect(await schemaOf(broken.knex), `after ${statements}`).to.deep.equal(expected);
      } finally {
        await broken.drop();
      }
    }
    noteTrial(`FAULTS 4: broken off after each of ${whole.count} statements and finished`);
  });

  it('FAULTS 6: a database that is newer than the program is refused', async () => {
    await migrate(database.knex);
    await database.knex('migrations').insert({
      name: '209901010000_from_the_future',
      batch: 9,
      migration_time: new Date(),
    });
    expect(await failureOf(migrate(database.knex))).to.be.instanceOf(NewerDatabaseError);
  });
});
