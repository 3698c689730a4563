import { createTable, type Knex, moment, reference } from '../server/core/database/schema.js';

const madeHere = ['hand_over_tasks', 'hand_overs'];

/** What somebody passed on when they left, so that it can be given back when they return. */
export async function up(knex: Knex): Promise<void> {
  // A run that was cut off on MySQL may have left one of them, and one refers to the other.
  for (const name of madeHere) await knex.schema.dropTableIfExists(name);
  await createTable(knex, 'hand_overs', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'membership_id', 'memberships', 'CASCADE').notNullable();
    table.integer('made_by_user_id').unsigned().nullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'closed_at').nullable();
    table.index(['membership_id', 'closed_at']);
  });
  await createTable(knex, 'hand_over_tasks', (table) => {
    table.increments('id');
    reference(table, 'hand_over_id', 'hand_overs', 'CASCADE').notNullable();
    reference(table, 'task_id', 'tasks', 'CASCADE').notNullable();
    reference(table, 'receiver_id', 'memberships', 'CASCADE').nullable();
    table.integer('is_new').notNullable();
    table.unique(['hand_over_id', 'task_id']);
    table.index(['task_id']);
    table.index(['receiver_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const name of madeHere) await knex.schema.dropTable(name);
}
