import type { Knex } from '../server/core/database/schema.js';

const index = ['project_id', 'visibility', 'created_at'];

/**
 * What is new for a client since a moment is found by that moment: a long history of which little
 * is new, or little is for clients, is not read through.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('events', (table) => table.index(index));
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('events', (table) => table.dropIndex(index));
}
