import { addColumns, dropColumns, type Knex } from '../server/core/database/schema.js';

const index = ['milestone_id', 'project_id'];

/** The milestone that a task belongs to. */
export async function up(knex: Knex): Promise<void> {
  await addColumns(knex, 'tasks', {
    milestone_id: (table, name) => {
      table.integer(name).unsigned().nullable();
      table.index(index);
    },
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('tasks', (table) => table.dropIndex(index));
  await dropColumns(knex, 'tasks', ['milestone_id']);
}
