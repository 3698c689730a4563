import {
  createTable,
  exactText,
  type Knex,
  longText,
  moment,
} from '../server/core/database/schema.js';

/** What the core itself keeps: settings, jobs, events, mail, rate limits. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'settings', (table) => {
    table.increments('id');
    table.integer('scope').notNullable();
    exactText(knex, table, 'key', 120).notNullable();
    longText(table, 'value').notNullable();
    table.integer('is_secret').notNullable();
    moment(table, 'updated_at').notNullable();
    table.unique(['scope', 'key']);
  });
  await createTable(knex, 'jobs', (table) => {
    table.increments('id');
    table.string('name', 120).notNullable();
    longText(table, 'data').notNullable();
    exactText(knex, table, 'unique_key', 200).nullable().unique();
    moment(table, 'run_at').notNullable();
    table.integer('attempts').notNullable();
    table.integer('max_attempts').notNullable();
    table.string('status', 12).notNullable();
    moment(table, 'leased_until').nullable();
    table.string('lease_token', 64).nullable();
    longText(table, 'last_error').nullable();
    moment(table, 'created_at').notNullable();
    table.index(['status', 'run_at']);
  });
  await createTable(knex, 'events', (table) => {
    table.increments('id');
    table.integer('workspace_id').unsigned().notNullable();
    table.string('name', 80).notNullable();
    table.string('subject_type', 40).notNullable();
    table.integer('subject_id').unsigned().notNullable();
    table.integer('project_id').unsigned().nullable();
    table.integer('actor_user_id').unsigned().nullable();
    table.string('actor_name', 200).notNullable();
    table.string('visibility', 10).notNullable();
    longText(table, 'data').notNullable();
    moment(table, 'created_at').notNullable();
    table.index(['project_id', 'id']);
    table.index(['workspace_id', 'id']);
    table.index(['subject_type', 'subject_id', 'id']);
  });
  await createTable(knex, 'event_deliveries', (table) => {
    table.increments('id');
    table
      .integer('event_id')
      .unsigned()
      .notNullable()
      .references('id')
      .inTable('events')
      .onDelete('CASCADE');
    table.string('subscriber', 120).notNullable();
    table.string('status', 12).notNullable();
    table.integer('attempts').notNullable();
    moment(table, 'next_attempt_at').notNullable();
    moment(table, 'leased_until').nullable();
    table.string('lease_token', 64).nullable();
    longText(table, 'last_error').nullable();
    table.unique(['event_id', 'subscriber']);
    table.index(['status', 'next_attempt_at']);
  });
  await createTable(knex, 'outbox', (table) => {
    table.increments('id');
    table.integer('workspace_id').unsigned().notNullable();
    exactText(knex, table, 'message_id', 200).notNullable().unique();
    table.string('template', 80).notNullable();
    table.string('locale', 12).notNullable();
    table.string('to_name', 200).notNullable();
    table.string('to_address', 254).notNullable();
    table.string('subject', 400).nullable();
    longText(table, 'data').notNullable();
    table.integer('is_sensitive').notNullable();
    table.string('status', 12).notNullable();
    table.integer('attempts').notNullable();
    moment(table, 'next_attempt_at').notNullable();
    moment(table, 'leased_until').nullable();
    table.string('lease_token', 64).nullable();
    longText(table, 'last_error').nullable();
    moment(table, 'expires_at').nullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'sent_at').nullable();
    table.string('response', 400).nullable();
    table.index(['status', 'next_attempt_at']);
    table.index(['workspace_id', 'id']);
  });
  await createTable(knex, 'rate_limits', (table) => {
    exactText(knex, table, 'key', 255).notNullable().primary();
    table.integer('points').notNullable();
    moment(table, 'expire').nullable();
    table.index(['expire']);
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['rate_limits', 'outbox', 'event_deliveries', 'events', 'jobs', 'settings']) {
    await knex.schema.dropTable(name);
  }
}
