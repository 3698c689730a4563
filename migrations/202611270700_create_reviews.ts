import {
  addColumns,
  calendarDate,
  createTable,
  dropColumns,
  exactText,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** What clients are asked to approve, round by round, and what they decided. */
export async function up(knex: Knex): Promise<void> {
  await createRounds(knex);
  await createAnswers(knex);
  await addColumns(knex, 'tasks', {
    review_state: (table, name) => table.string(name, 10).nullable(),
  });
  await addColumns(knex, 'columns', {
    is_approved: (table, name) => table.integer(name).notNullable().defaultTo(0),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumns(knex, 'columns', ['is_approved']);
  await dropColumns(knex, 'tasks', ['review_state']);
  for (const name of ['review_entries', 'review_links', 'review_files', 'review_approvers'])
    await knex.schema.dropTable(name);
  await knex.schema.dropTable('review_rounds');
}

async function createRounds(knex: Knex): Promise<void> {
  await createTable(knex, 'review_rounds', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'task_id', 'tasks', 'CASCADE').notNullable();
    table.integer('number').notNullable();
    table.string('status', 10).notNullable();
    table.string('rule', 4).notNullable();
    calendarDate(table, 'due_on').nullable();
    longText(table, 'message').nullable();
    table.string('title', 300).notNullable();
    longText(table, 'description').nullable();
    reference(table, 'requested_by_user_id', 'users').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'closed_at').nullable();
    moment(table, 'reminded_at').nullable();
    table.unique(['task_id', 'number']);
    table.index(['status', 'due_on']);
  });
  await createTable(knex, 'review_files', (table) => {
    table.increments('id');
    reference(table, 'round_id', 'review_rounds', 'CASCADE').notNullable();
    reference(table, 'file_id', 'files').notNullable();
    table.string('name', 300).notNullable();
    table.bigInteger('size_bytes').notNullable();
    exactText(knex, table, 'sha256', 64).notNullable();
    table.unique(['round_id', 'file_id']);
  });
}

async function createAnswers(knex: Knex): Promise<void> {
  await createTable(knex, 'review_approvers', (table) => {
    table.increments('id');
    reference(table, 'round_id', 'review_rounds', 'CASCADE').notNullable();
    reference(table, 'membership_id', 'memberships').notNullable();
    table.string('decision', 10).nullable();
    longText(table, 'comment').nullable();
    moment(table, 'decided_at').nullable();
    table.string('ip_address', 45).nullable();
    table.string('way', 8).nullable();
    table.unique(['round_id', 'membership_id']);
    table.index(['membership_id', 'decision']);
  });
  await createTable(knex, 'review_links', (table) => {
    table.increments('id');
    reference(table, 'approver_id', 'review_approvers', 'CASCADE').notNullable();
    exactText(knex, table, 'token_hash', 64).notNullable().unique();
    moment(table, 'created_at').notNullable();
    moment(table, 'expires_at').notNullable();
    moment(table, 'used_at').nullable();
    table.index(['approver_id']);
  });
  await createTable(knex, 'review_entries', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    table.integer('sequence').notNullable();
    reference(table, 'task_id', 'tasks').notNullable();
    exactText(knex, table, 'previous_hash', 64).notNullable();
    exactText(knex, table, 'hash', 64).notNullable();
    longText(table, 'content').notNullable();
    moment(table, 'created_at').notNullable();
    table.unique(['workspace_id', 'sequence']);
    table.index(['task_id']);
  });
}
