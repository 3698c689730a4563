import {
  createTable,
  exactText,
  type Knex,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** Accounts at Google that sign people in here: known by Google's own subject, never by the e-mail. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('google_accounts');
  await createTable(knex, 'google_accounts', (table) => {
    table.increments('id');
    reference(table, 'user_id', 'users', 'CASCADE').notNullable();
    exactText(knex, table, 'subject', 255).notNullable();
    table.string('email', 320).notNullable();
    moment(table, 'created_at').notNullable();
    table.unique(['user_id']);
    table.unique(['subject']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('google_accounts');
}
