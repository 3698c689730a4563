import {
  createTable,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** Notes of the team: one's own, or shared with everybody of it. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'notes', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'owner_user_id', 'users').notNullable();
    table.string('title', 200).notNullable();
    longText(table, 'body').nullable();
    table.integer('is_shared').notNullable();
    table.integer('is_pinned').notNullable();
    reference(table, 'updated_by_user_id', 'users').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'deleted_at').nullable();
    table.index(['workspace_id', 'deleted_at', 'updated_at']);
    table.index(['owner_user_id', 'deleted_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('notes');
}
