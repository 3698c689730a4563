import {
  addColumns,
  createTable,
  dropColumns,
  exactText,
  type Knex,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** The steps of a task, and on the task how many there are and how many are done. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'checklist_items', (table) => {
    table.increments('id');
    reference(table, 'task_id', 'tasks', 'CASCADE').notNullable();
    table.string('text', 500).notNullable();
    exactText(knex, table, 'position', 200).notNullable();
    moment(table, 'done_at').nullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'deleted_at').nullable();
    table.index(['task_id', 'deleted_at', 'position']);
  });
  await addColumns(knex, 'tasks', {
    checklist_count: (table, name) => table.integer(name).notNullable().defaultTo(0),
    checklist_done_count: (table, name) => table.integer(name).notNullable().defaultTo(0),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumns(knex, 'tasks', ['checklist_count', 'checklist_done_count']);
  await knex.schema.dropTable('checklist_items');
}
