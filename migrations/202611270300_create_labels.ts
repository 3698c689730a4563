import { createTable, type Knex, moment, reference } from '../server/core/database/schema.js';

/** Labels of a project, and the tasks that bear them. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'labels', (table) => {
    table.increments('id');
    reference(table, 'project_id', 'projects', 'CASCADE').notNullable();
    table.string('name', 60).notNullable();
    table.string('hue', 10).notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'deleted_at').nullable();
    table.index(['project_id', 'deleted_at', 'name']);
  });
  await createTable(knex, 'task_labels', (table) => {
    table.increments('id');
    reference(table, 'task_id', 'tasks', 'CASCADE').notNullable();
    reference(table, 'label_id', 'labels', 'CASCADE').notNullable();
    table.unique(['task_id', 'label_id']);
    table.index(['label_id', 'task_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('task_labels');
  await knex.schema.dropTable('labels');
}
