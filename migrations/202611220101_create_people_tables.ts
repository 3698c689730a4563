import {
  createTable,
  exactText,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** Logins, workspaces, roles, memberships, companies and invitations. */
export async function up(knex: Knex): Promise<void> {
  await createAccountTables(knex);
  await createRoleTables(knex);
  await createMembershipTables(knex);
  await createTable(knex, 'invitations', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'membership_id', 'memberships', 'CASCADE').notNullable();
    exactText(knex, table, 'token_hash', 64).notNullable().unique();
    table.string('status', 12).notNullable();
    reference(table, 'created_by_user_id', 'users', 'SET NULL').nullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'expires_at').notNullable();
    moment(table, 'opened_at').nullable();
    moment(table, 'accepted_at').nullable();
    moment(table, 'revoked_at').nullable();
    table.integer('outbox_id').unsigned().nullable();
    table.index(['workspace_id', 'status']);
    table.index(['membership_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  const names = [
    'invitations',
    'permission_overrides',
    'membership_roles',
    'memberships',
    'companies',
  ];
  for (const name of [
    ...names,
    'role_grants',
    'roles',
    'workspaces',
    'sign_ins',
    'account_tokens',
    'sessions',
    'users',
  ]) {
    await knex.schema.dropTable(name);
  }
}

async function createAccountTables(knex: Knex): Promise<void> {
  await createTable(knex, 'users', (table) => {
    table.increments('id');
    table.string('name', 200).notNullable();
    table.string('email', 254).notNullable();
    exactText(knex, table, 'email_key', 254).notNullable().unique();
    table.string('status', 10).notNullable();
    table.integer('version').notNullable();
    table.string('password_hash', 255).nullable();
    moment(table, 'password_changed_at').nullable();
    table.integer('must_change_password').notNullable();
    exactText(knex, table, 'photo_key', 120).nullable();
    table.string('hue', 10).notNullable();
    table.string('phone', 60).nullable();
    table.string('job_title', 120).nullable();
    table.string('timezone', 60).nullable();
    table.string('locale', 12).nullable();
    table.string('theme', 8).notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'last_sign_in_at').nullable();
    moment(table, 'deactivated_at').nullable();
  });
  await createTable(knex, 'sessions', (table) => {
    table.increments('id');
    exactText(knex, table, 'token_hash', 64).notNullable().unique();
    reference(table, 'user_id', 'users', 'CASCADE').notNullable();
    table.integer('workspace_id').unsigned().notNullable();
    table.integer('rights_version').notNullable();
    longText(table, 'data').notNullable();
    table.integer('is_remembered').notNullable();
    table.string('ip_address', 45).notNullable();
    table.string('user_agent', 400).notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'seen_at').notNullable();
    moment(table, 'expires_at').notNullable();
    table.index(['user_id']);
    table.index(['expires_at']);
  });
  await createTable(knex, 'account_tokens', (table) => {
    table.increments('id');
    reference(table, 'user_id', 'users', 'CASCADE').notNullable();
    table.string('kind', 20).notNullable();
    exactText(knex, table, 'token_hash', 64).notNullable().unique();
    table.string('email', 254).nullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'expires_at').notNullable();
    moment(table, 'used_at').nullable();
    table.index(['user_id', 'kind']);
  });
  await createTable(knex, 'sign_ins', (table) => {
    table.increments('id');
    reference(table, 'user_id', 'users', 'CASCADE').notNullable();
    table.string('method', 20).notNullable();
    table.string('outcome', 20).notNullable();
    table.string('ip_address', 45).notNullable();
    table.string('user_agent', 400).notNullable();
    moment(table, 'created_at').notNullable();
    table.index(['user_id', 'id']);
  });
}

async function createRoleTables(knex: Knex): Promise<void> {
  await createTable(knex, 'workspaces', (table) => {
    table.increments('id');
    table.string('name', 200).notNullable();
    table.integer('is_primary').notNullable();
    table.integer('access_version').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'archived_at').nullable();
  });
  await createTable(knex, 'roles', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    exactText(knex, table, 'key', 60).nullable();
    table.string('name', 80).notNullable();
    table.string('audience', 8).notNullable();
    table.string('description', 400).nullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    table.unique(['workspace_id', 'key']);
  });
  await createTable(knex, 'role_grants', (table) => {
    table.increments('id');
    reference(table, 'role_id', 'roles', 'CASCADE').notNullable();
    exactText(knex, table, 'permission', 60).notNullable();
    table.string('scope', 10).notNullable();
    table.unique(['role_id', 'permission']);
  });
}

async function createMembershipTables(knex: Knex): Promise<void> {
  await createTable(knex, 'companies', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    table.string('name', 200).notNullable();
    table.string('email', 254).nullable();
    table.string('phone', 60).nullable();
    table.string('website', 300).nullable();
    table.text('address').nullable();
    table.string('tax_number', 60).nullable();
    longText(table, 'notes').nullable();
    table.string('hue', 10).notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'archived_at').nullable();
    table.index(['workspace_id', 'name']);
  });
  await createTable(knex, 'memberships', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'user_id', 'users').notNullable();
    table.string('audience', 8).notNullable();
    table.string('status', 10).notNullable();
    table.integer('version').notNullable();
    reference(table, 'company_id', 'companies').nullable();
    moment(table, 'ends_at').nullable();
    moment(table, 'created_at').notNullable();
    table.unique(['workspace_id', 'user_id']);
    table.index(['user_id']);
    table.index(['company_id']);
  });
  await createTable(knex, 'membership_roles', (table) => {
    table.increments('id');
    reference(table, 'membership_id', 'memberships', 'CASCADE').notNullable();
    reference(table, 'role_id', 'roles').notNullable();
    moment(table, 'ends_at').nullable();
    table.unique(['membership_id', 'role_id']);
    table.index(['role_id']);
  });
  await createTable(knex, 'permission_overrides', (table) => {
    table.increments('id');
    reference(table, 'membership_id', 'memberships', 'CASCADE').notNullable();
    exactText(knex, table, 'permission', 60).notNullable();
    table.string('effect', 6).notNullable();
    table.string('scope', 10).notNullable();
    moment(table, 'ends_at').nullable();
    table.unique(['membership_id', 'permission']);
  });
}
