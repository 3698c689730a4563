import { expect } from 'chai';
import { currentKnex } from '../../server/core/database/index.js';
import { features } from '../../server/features.js';
import { openTestDatabase } from '../support/database.js';

interface Column {
  table: string;
  name: string;
  type: string;
}

/** Tables of core: every room may rest on them. */
const coreTables = [
  'settings',
  'jobs',
  'events',
  'event_deliveries',
  'outbox',
  'rate_limits',
  'audit_entries',
];
/** References that point down the list, each with its reason. */
const excused = new Map([
  ['memberships → companies', 'a contact is a membership, and only clients fills the column'],
]);
/** What knex and SQLite keep for themselves. */
const machinery = /^(migrations|migrations_lock|sqlite_\w+)$/;

describe('Tables', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>> | undefined;
  let tables: string[];
  let columns: Column[];

  // The schema is the same on every engine; this suite runs on SQLite's, which needs no server.
  before(async () => {
    database = await openTestDatabase();
    const rows: { name: string }[] = await currentKnex().raw(
      `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`,
    );
    tables = rows.map(({ name }) => name).filter((name) => !machinery.test(name));
    columns = (await Promise.all(tables.map(readColumns))).flat();
  });
  after(() => database?.drop());

  it('each belong to exactly one room, or to core', () => {
    const owners = features.flatMap(({ name, tables: own = [] }) =>
      own.map((table) => ({ table, name })),
    );
    const owned = [...owners.map(({ table }) => table), ...coreTables];
    expect(
      owned.filter((table, index) => owned.indexOf(table) !== index),
      'owned twice',
    ).to.deep.equal([]);
    expect([...owned].sort()).to.deep.equal(tables);
  });

  it('refer only to tables of their own room, of core or of rooms above', async () => {
    const place = new Map<string, number>(coreTables.map((table) => [table, -1]));
    for (const [index, feature] of features.entries()) {
      for (const table of feature.tables ?? []) place.set(table, index);
    }
    const downward: string[] = [];
    for (const table of tables) {
      for (const target of await readReferences(table)) {
        if ((place.get(target) ?? -1) > (place.get(table) ?? -1) && place.get(table) !== -1) {
          downward.push(`${table} → ${target}`);
        }
      }
    }
    expect(downward).to.deep.equal([...excused.keys()]);
  });

  it('are named in the plural, in snake_case', () => {
    const singular = tables.filter((table) => !/^[a-z]+(_[a-z]+)*s$/.test(table));
    expect(singular).to.deep.equal(['outbox']);
  });

  it('name their columns by what they hold', () => {
    const odd = columns.filter(({ name }) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name));
    const moments = columns.filter(({ name, type }) => /_at$/.test(name) && type !== 'bigint');
    const days = columns.filter(({ name, type }) => /_on$/.test(name) && !/char\(10\)/.test(type));
    const money = columns.filter(({ name, type }) => /_minor$/.test(name) && type !== 'bigint');
    const flags = columns.filter(({ type }) => /bool/.test(type));
    const keys = columns.filter(({ name, type }) => /_id$/.test(name) && !/int|char/.test(type));
    expect({ odd, moments, days, money, flags, keys }).to.deep.equal({
      odd: [],
      moments: [],
      days: [],
      money: [],
      flags: [],
      keys: [],
    });
  });
});

async function readColumns(table: string): Promise<Column[]> {
  const rows: { name: string; type: string }[] = await currentKnex().raw(
    `PRAGMA table_info("${table}")`,
  );
  return rows.map(({ name, type }) => ({ table, name, type: type.toLowerCase() }));
}

async function readReferences(table: string): Promise<string[]> {
  const rows: { table: string }[] = await currentKnex().raw(`PRAGMA foreign_key_list("${table}")`);
  return rows.map((row) => row.table);
}
