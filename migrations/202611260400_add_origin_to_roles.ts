import { addColumns, dropColumns, exactText, type Knex } from '../server/core/database/schema.js';

/** What a role was made from, so that its page can say where it differs. */
export async function up(knex: Knex): Promise<void> {
  await addColumns(knex, 'roles', {
    origin_key: (table, column) => exactText(knex, table, column, 60).nullable(),
    origin_role_id: (table, column) => table.integer(column).unsigned().nullable(),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumns(knex, 'roles', ['origin_key', 'origin_role_id']);
}
