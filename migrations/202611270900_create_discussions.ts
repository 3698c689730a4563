import {
  createTable,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** What a project's people talk about, topic by topic. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'discussions', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'project_id', 'projects', 'CASCADE').notNullable();
    reference(table, 'author_user_id', 'users').notNullable();
    table.string('title', 200).notNullable();
    longText(table, 'body').notNullable();
    table.string('visibility', 10).notNullable();
    table.integer('comments_count').notNullable();
    table.integer('client_comments_count').notNullable();
    moment(table, 'active_at').notNullable();
    moment(table, 'client_active_at').notNullable();
    moment(table, 'closed_at').nullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'deleted_at').nullable();
    table.index(['project_id', 'deleted_at', 'active_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('discussions');
}
