import type { Knex } from 'knex';

export type { Knex } from 'knex';

/**
 * Makes a table with the project's conventions. On MySQL and MariaDB, where DDL cannot be rolled
 * back, a half-made table from a migration that was cut off is dropped first: its migration is
 * not recorded, so nothing can be in it.
 */
export async function createTable(
  knex: Knex,
  name: string,
  build: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  if (isMysql(knex)) await knex.schema.dropTableIfExists(name);
  await knex.schema.createTable(name, (table) => {
    if (isMysql(knex)) {
      table.charset('utf8mb4');
      table.collate('utf8mb4_unicode_ci');
    }
    build(table);
  });
}

/** A moment: milliseconds UTC. */
export function moment(table: Knex.TableBuilder, name: string): Knex.ColumnBuilder {
  return table.bigInteger(name);
}

/** A calendar date: YYYY-MM-DD. */
export function calendarDate(table: Knex.TableBuilder, name: string): Knex.ColumnBuilder {
  return table.string(name, 10);
}

/** Text that is compared and ordered byte by byte on every engine: e-mail keys, order keys, tokens. */
export function exactText(
  knex: Knex,
  table: Knex.TableBuilder,
  name: string,
  length = 255,
): Knex.ColumnBuilder {
  if (isMysql(knex))
    return table.specificType(name, `varchar(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  if (knex.client.dialect === 'postgresql')
    return table.specificType(name, `varchar(${length}) COLLATE "C"`);
  return table.string(name, length);
}

/** Long text: up to 16 MB on every engine. */
export function longText(table: Knex.TableBuilder, name: string): Knex.ColumnBuilder {
  return table.text(name, 'mediumtext');
}

/** The id of a row in another table. */
export function reference(
  table: Knex.TableBuilder,
  name: string,
  target: string,
  onDelete: 'CASCADE' | 'RESTRICT' | 'SET NULL' = 'RESTRICT',
): Knex.ReferencingColumnBuilder {
  return table.integer(name).unsigned().references('id').inTable(target).onDelete(onDelete);
}

function isMysql(knex: Knex): boolean {
  return knex.client.dialect === 'mysql';
}

/**
 * Adds columns to a table. On MySQL and MariaDB, where DDL cannot be rolled back, those that a
 * migration which was cut off has already added are left as they are.
 */
export async function addColumns(
  knex: Knex,
  tableName: string,
  columns: Record<string, (table: Knex.AlterTableBuilder, name: string) => unknown>,
): Promise<void> {
  for (const [name, build] of Object.entries(columns)) {
    if (isMysql(knex) && (await knex.schema.hasColumn(tableName, name))) continue;
    await knex.schema.alterTable(tableName, (table) => {
      build(table, name);
    });
  }
}

/** Takes columns from a table where it stands; knex would copy the whole table on SQLite. */
export async function dropColumns(
  knex: Knex,
  tableName: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) await knex.raw('alter table ?? drop column ??', [tableName, name]);
}
