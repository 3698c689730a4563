import { addColumns, dropColumns, type Knex, moment } from '../server/core/database/schema.js';

/** Where somebody who belongs to several workspaces was last: signing in leads there again. */
export async function up(knex: Knex): Promise<void> {
  await addColumns(knex, 'memberships', {
    last_entered_at: (table, name) => moment(table, name).nullable(),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumns(knex, 'memberships', ['last_entered_at']);
}
