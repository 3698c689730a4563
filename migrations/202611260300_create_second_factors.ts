import {
  addColumns,
  createTable,
  dropColumns,
  exactText,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/**
 * What people prove besides their password, and sign-ins that wait for it. That somebody has a
 * second factor stands with the user as well, since every sign-in and every list asks for it; since
 * when somebody holds a role, because the time to set one up runs from then.
 */
export async function up(knex: Knex): Promise<void> {
  await createFactorTables(knex);
  await createWaitingTables(knex);
  await addColumns(knex, 'users', {
    second_factor_at: (table, name) => moment(table, name).nullable(),
  });
  await addColumns(knex, 'membership_roles', {
    granted_at: (table, name) => moment(table, name).notNullable().defaultTo(0),
  });
}

export async function down(knex: Knex): Promise<void> {
  await dropColumns(knex, 'membership_roles', ['granted_at']);
  await dropColumns(knex, 'users', ['second_factor_at']);
  const names = ['passkey_challenges', 'pending_sign_ins', 'passkeys', 'recovery_codes'];
  for (const name of [...names, 'authenticators']) await knex.schema.dropTable(name);
}

async function createFactorTables(knex: Knex): Promise<void> {
  await createTable(knex, 'authenticators', (table) => {
    table.increments('id');
    reference(table, 'user_id', 'users', 'CASCADE').notNullable().unique();
    longText(table, 'secret').notNullable();
    table.integer('last_step').notNullable();
    moment(table, 'created_at').notNullable();
  });
  await createTable(knex, 'recovery_codes', (table) => {
    table.increments('id');
    reference(table, 'user_id', 'users', 'CASCADE').notNullable();
    exactText(knex, table, 'code_hash', 64).notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'used_at').nullable();
    table.unique(['user_id', 'code_hash']);
  });
  await createTable(knex, 'passkeys', (table) => {
    table.increments('id');
    reference(table, 'user_id', 'users', 'CASCADE').notNullable();
    table.string('name', 80).notNullable();
    // A credential's id may have 1,364 characters: more than an index holds on every engine.
    longText(table, 'credential').notNullable();
    exactText(knex, table, 'credential_hash', 64).notNullable().unique();
    longText(table, 'public_key').notNullable();
    table.bigInteger('counter').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'used_at').nullable();
    table.index(['user_id']);
  });
}

async function createWaitingTables(knex: Knex): Promise<void> {
  await createTable(knex, 'pending_sign_ins', (table) => {
    table.increments('id');
    exactText(knex, table, 'token_hash', 64).notNullable().unique();
    reference(table, 'user_id', 'users', 'CASCADE').notNullable();
    table.integer('workspace_id').unsigned().notNullable();
    table.integer('rights_version').notNullable();
    table.integer('is_remembered').notNullable();
    table.string('next_path', 1000).notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'expires_at').notNullable();
    table.index(['user_id']);
    table.index(['expires_at']);
  });
  await createTable(knex, 'passkey_challenges', (table) => {
    table.increments('id');
    exactText(knex, table, 'token_hash', 64).notNullable().unique();
    table.string('purpose', 12).notNullable();
    reference(table, 'user_id', 'users', 'CASCADE').nullable();
    table.string('challenge', 120).notNullable();
    moment(table, 'expires_at').notNullable();
    table.index(['expires_at']);
  });
}
