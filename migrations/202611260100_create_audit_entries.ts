import { createTable, type Knex, longText, moment } from '../server/core/database/schema.js';

/**
 * The trail of who changed access, settings and sign-ins. It refers to no other table: an entry
 * outlives the person and the thing that it names.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'audit_entries', (table) => {
    table.increments('id');
    moment(table, 'created_at').notNullable();
    table.integer('workspace_id').unsigned().nullable();
    table.string('area', 20).notNullable();
    table.string('action', 60).notNullable();
    table.string('actor_kind', 12).notNullable();
    table.integer('actor_user_id').unsigned().nullable();
    table.string('actor_name', 200).notNullable();
    table.integer('seen_as_user_id').unsigned().nullable();
    table.string('subject_type', 40).notNullable();
    table.integer('subject_id').unsigned().nullable();
    table.string('subject_name', 300).notNullable();
    longText(table, 'before_facts').nullable();
    longText(table, 'after_facts').nullable();
    table.string('ip_address', 45).notNullable();
    table.string('reference', 40).notNullable();
    table.index(['created_at'], 'audit_entries_by_moment');
    table.index(['workspace_id', 'created_at'], 'audit_entries_by_workspace');
    table.index(['workspace_id', 'area', 'created_at'], 'audit_entries_by_area');
    table.index(['workspace_id', 'actor_user_id', 'created_at'], 'audit_entries_by_actor');
    table.index(
      ['workspace_id', 'subject_type', 'subject_id', 'created_at'],
      'audit_entries_by_subject',
    );
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_entries');
}
