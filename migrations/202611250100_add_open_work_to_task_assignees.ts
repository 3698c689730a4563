import {
  addColumns,
  calendarDate,
  dropColumns,
  type Knex,
} from '../server/core/database/schema.js';

const name = 'task_assignees';
const index = ['membership_id', 'is_open', 'due_order', 'task_id'];

/**
 * What a person's open tasks are found and ordered by stands beside their assignments, so that the
 * first page reads the few it shows and not everything they ever worked on.
 */
export async function up(knex: Knex): Promise<void> {
  await addColumns(knex, name, {
    is_open: (table, column) => table.integer(column).notNullable().defaultTo(1),
    due_order: (table, column) => calendarDate(table, column).notNullable().defaultTo('9999-12-31'),
  });
  await knex.raw(`
    update task_assignees set
      is_open = (
        select case when completed_at is null and deleted_at is null then 1 else 0 end
        from tasks where tasks.id = task_assignees.task_id
      ),
      due_order = (
        select coalesce(due_on, '9999-12-31') from tasks where tasks.id = task_assignees.task_id
      )
  `);
  await knex.schema.alterTable(name, (table) => table.index(index));
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable(name, (table) => table.dropIndex(index));
  await dropColumns(knex, name, ['is_open', 'due_order']);
}
