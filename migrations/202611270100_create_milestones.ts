import {
  calendarDate,
  createTable,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** Milestones: the days that a project is heading for. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'milestones', (table) => {
    table.increments('id');
    reference(table, 'project_id', 'projects', 'CASCADE').notNullable();
    table.string('name', 200).notNullable();
    longText(table, 'description').nullable();
    calendarDate(table, 'due_on').nullable();
    table.string('visibility', 10).notNullable();
    moment(table, 'completed_at').nullable();
    reference(table, 'created_by_user_id', 'users').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'deleted_at').nullable();
    table.index(['project_id', 'deleted_at', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('milestones');
}
