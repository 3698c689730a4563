import {
  createTable,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** The roles that many people had before a change, kept for a short while for who made it. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'bulk_role_changes', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'user_id', 'users').notNullable();
    longText(table, 'content').notNullable();
    moment(table, 'created_at').notNullable();
    table.index(['created_at']);
    table.index(['user_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bulk_role_changes');
}
