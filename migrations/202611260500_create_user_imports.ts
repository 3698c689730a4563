import {
  createTable,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** Lists of people on their way into the team: kept between the steps for who brought them. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'user_imports', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'user_id', 'users').notNullable();
    longText(table, 'content').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'done_at').nullable();
    table.integer('added').notNullable().defaultTo(0);
    table.index(['created_at']);
    table.index(['user_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('user_imports');
}
