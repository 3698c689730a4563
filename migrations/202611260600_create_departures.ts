import {
  addColumns,
  createTable,
  dropColumns,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** People who were deleted: until when they can be brought back, and as what. */
export async function up(knex: Knex): Promise<void> {
  await addColumns(knex, 'users', {
    deleted_at: (table, column) => moment(table, column).nullable(),
  });
  // A run that was cut off on MySQL may have left it.
  await knex.schema.dropTableIfExists('departures');
  await createTable(knex, 'departures', (table) => {
    table.increments('id');
    reference(table, 'user_id', 'users').notNullable().unique();
    table.integer('deleted_by_user_id').unsigned().nullable();
    table.string('user_status', 10).notNullable();
    longText(table, 'membership_statuses').notNullable();
    moment(table, 'deleted_at').notNullable();
    moment(table, 'erase_at').notNullable();
    moment(table, 'erased_at').nullable();
    table.index(['erased_at', 'erase_at']);
  });
  // Every list of people leaves the few out who are gone: they are found without a look at the rest.
  await knex.schema.alterTable('users', (table) => table.index(['deleted_at']));
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('departures');
  await knex.schema.alterTable('users', (table) => table.dropIndex(['deleted_at']));
  await dropColumns(knex, 'users', ['deleted_at']);
}
