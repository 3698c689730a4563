import {
  addColumns,
  createTable,
  dropColumns,
  exactText,
  type Knex,
  moment,
  reference,
} from '../server/core/database/schema.js';

const madeHere = ['project_teams', 'team_members', 'teams'];

/**
 * Teams, who is in them, and on which projects they are. An assignment says whether somebody was
 * chosen for the project by hand, so that it stays when the team that they are in goes.
 */
export async function up(knex: Knex): Promise<void> {
  // A run that was cut off on MySQL may have left some of them, and the last refer to the first.
  for (const name of madeHere) await knex.schema.dropTableIfExists(name);
  await createTable(knex, 'teams', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    table.string('name', 80).notNullable();
    exactText(knex, table, 'name_key', 200).notNullable();
    table.string('description', 400).nullable();
    table.string('hue', 10).notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    table.unique(['workspace_id', 'name_key']);
  });
  await createTable(knex, 'team_members', (table) => {
    table.increments('id');
    reference(table, 'team_id', 'teams', 'CASCADE').notNullable();
    reference(table, 'membership_id', 'memberships', 'CASCADE').notNullable();
    moment(table, 'created_at').notNullable();
    table.unique(['team_id', 'membership_id']);
    table.index(['membership_id']);
  });
  await createTable(knex, 'project_teams', (table) => {
    table.increments('id');
    reference(table, 'project_id', 'projects', 'CASCADE').notNullable();
    reference(table, 'team_id', 'teams', 'CASCADE').notNullable();
    moment(table, 'created_at').notNullable();
    table.unique(['project_id', 'team_id']);
    table.index(['team_id']);
  });
  await addColumns(knex, 'project_assignments', {
    is_direct: (table, name) => table.integer(name).notNullable().defaultTo(1),
    direct_ends_at: (table, name) => moment(table, name).nullable(),
  });
}

/** Without teams, those who are on a project through one only are on it no more. */
export async function down(knex: Knex): Promise<void> {
  await knex('project_assignments').where({ is_direct: 0 }).delete();
  await knex('project_assignments')
    .whereNotNull('direct_ends_at')
    .update({ ends_at: knex.ref('direct_ends_at') });
  await dropColumns(knex, 'project_assignments', ['is_direct', 'direct_ends_at']);
  for (const name of madeHere) await knex.schema.dropTable(name);
}
