import { addColumns, dropColumns, type Knex, moment } from '../server/core/database/schema.js';

/** How long somebody stayed who signed in, until when they were seen, and what ended it. */
export async function up(knex: Knex): Promise<void> {
  await addColumns(knex, 'sign_ins', {
    is_open: (table, name) => table.integer(name).notNullable().defaultTo(0),
    seen_at: (table, name) => moment(table, name).nullable(),
    ended_at: (table, name) => moment(table, name).nullable(),
    ending: (table, name) => table.string(name, 20).nullable(),
  });
  await addColumns(knex, 'sessions', {
    sign_in_id: (table, name) => table.integer(name).nullable(),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumns(knex, 'sessions', ['sign_in_id']);
  await dropColumns(knex, 'sign_ins', ['is_open', 'seen_at', 'ended_at', 'ending']);
}
