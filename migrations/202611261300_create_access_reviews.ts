import {
  createTable,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

const madeHere = ['access_review_rows', 'access_reviews'];

/** Reviews of who has access: a list as it was on a day, and what was decided on each of its rows. */
export async function up(knex: Knex): Promise<void> {
  // A run that was cut off on MySQL may have left one of them, and one refers to the other.
  for (const name of madeHere) await knex.schema.dropTableIfExists(name);
  await createTable(knex, 'access_reviews', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    table.integer('started_by_user_id').unsigned().notNullable();
    table.string('started_by_name', 200).notNullable();
    moment(table, 'started_at').notNullable();
    table.integer('signed_off_by_user_id').unsigned().nullable();
    table.string('signed_off_by_name', 200).nullable();
    moment(table, 'signed_off_at').nullable();
    table.string('note', 400).nullable();
    table.index(['workspace_id', 'started_at']);
  });
  await createTable(knex, 'access_review_rows', (table) => {
    table.increments('id');
    reference(table, 'review_id', 'access_reviews', 'CASCADE').notNullable();
    table.integer('membership_id').unsigned().notNullable();
    table.integer('user_id').unsigned().notNullable();
    table.string('audience', 10).notNullable();
    table.string('name', 200).notNullable();
    table.string('email', 320).notNullable();
    table.string('company', 200).nullable();
    longText(table, 'roles').notNullable();
    table.string('status', 10).notNullable();
    table.integer('version').unsigned().notNullable();
    moment(table, 'last_sign_in_at').nullable();
    moment(table, 'ends_at').nullable();
    for (const count of ['projects_count', 'exceptions_count'])
      table.integer(count).unsigned().notNullable();
    for (const sign of [
      'has_second_factor',
      'is_admin',
      'is_dormant',
      'is_waiting',
      'is_finished',
      'is_conspicuous',
    ])
      table.integer(sign).notNullable();
    table.string('decision', 10).nullable();
    table.string('note', 400).nullable();
    table.integer('decided_by_user_id').unsigned().nullable();
    table.string('decided_by_name', 200).nullable();
    moment(table, 'decided_at').nullable();
    table.unique(['review_id', 'membership_id']);
    table.index(['review_id', 'decision']);
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const name of madeHere) await knex.schema.dropTable(name);
}
