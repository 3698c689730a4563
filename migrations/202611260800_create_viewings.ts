import { createTable, type Knex, moment, reference } from '../server/core/database/schema.js';

/**
 * Who looks at the product as somebody else just now. A row goes when its viewing ends, and only
 * who takes it away notes the end: of two requests at the same moment one. The trail keeps what was.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'viewings', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces', 'CASCADE').notNullable();
    reference(table, 'viewer_user_id', 'users', 'CASCADE').notNullable();
    reference(table, 'viewed_user_id', 'users', 'CASCADE').notNullable();
    // A role may be deleted while somebody looks at what it gives.
    table.integer('role_id').unsigned().nullable();
    table.string('subject_name', 300).notNullable();
    moment(table, 'begun_at').notNullable();
    moment(table, 'ends_at').notNullable();
    table.index(['ends_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('viewings');
}
