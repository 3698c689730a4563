import { addColumns, dropColumns, type Knex, moment } from '../server/core/database/schema.js';

/** Clients may keep access to a project for some days after it was completed. */
export async function up(knex: Knex): Promise<void> {
  await addColumns(knex, 'projects', {
    completed_at: (table, column) => moment(table, column).nullable(),
    client_days: (table, column) => table.integer(column).unsigned().nullable(),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumns(knex, 'projects', ['completed_at', 'client_days']);
}
