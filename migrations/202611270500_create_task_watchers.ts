import { createTable, type Knex, moment, reference } from '../server/core/database/schema.js';

/** Who hears about a task without working on it. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'task_watchers', (table) => {
    table.increments('id');
    reference(table, 'task_id', 'tasks', 'CASCADE').notNullable();
    reference(table, 'membership_id', 'memberships', 'CASCADE').notNullable();
    moment(table, 'created_at').notNullable();
    table.unique(['task_id', 'membership_id']);
    table.index(['membership_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('task_watchers');
}
