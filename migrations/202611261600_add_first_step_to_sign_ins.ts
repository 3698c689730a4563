import { addColumns, dropColumns, type Knex } from '../server/core/database/schema.js';

/** What somebody proved before the second step: a password, an account at Google, a link. */
export async function up(knex: Knex): Promise<void> {
  await addColumns(knex, 'pending_sign_ins', {
    first_step: (table, name) => table.string(name, 20).notNullable().defaultTo('password'),
  });
  await addColumns(knex, 'sign_ins', {
    first_step: (table, name) => table.string(name, 20).nullable(),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumns(knex, 'sign_ins', ['first_step']);
  await dropColumns(knex, 'pending_sign_ins', ['first_step']);
}
