import {
  addColumns,
  createTable,
  dropColumns,
  type Knex,
  moment,
  reference,
} from '../server/core/database/schema.js';

const index = ['parent_task_id', 'deleted_at'];

/** What a task waits for, and of which task it is a part. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'task_dependencies', (table) => {
    table.increments('id');
    reference(table, 'task_id', 'tasks', 'CASCADE').notNullable();
    reference(table, 'blocked_by_task_id', 'tasks', 'CASCADE').notNullable();
    moment(table, 'created_at').notNullable();
    table.unique(['task_id', 'blocked_by_task_id']);
    table.index(['blocked_by_task_id']);
  });
  await addColumns(knex, 'tasks', {
    parent_task_id: (table, name) => {
      table.integer(name).unsigned().nullable();
      table.index(index);
    },
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('tasks', (table) => table.dropIndex(index));
  await dropColumns(knex, 'tasks', ['parent_task_id']);
  await knex.schema.dropTable('task_dependencies');
}
