import {
  calendarDate,
  createTable,
  exactText,
  type Knex,
  longText,
  moment,
  reference,
} from '../server/core/database/schema.js';

/** Comments and files, projects, columns, tasks. */
export async function up(knex: Knex): Promise<void> {
  await createAttachedTables(knex);
  await createProjectTables(knex);
  await createTaskTables(knex);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of [
    'task_assignees',
    'tasks',
    'columns',
    'project_assignments',
    'projects',
    'files',
    'comments',
  ]) {
    await knex.schema.dropTable(name);
  }
}

async function createAttachedTables(knex: Knex): Promise<void> {
  await createTable(knex, 'comments', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    table.string('subject_type', 40).notNullable();
    table.integer('subject_id').unsigned().notNullable();
    reference(table, 'author_user_id', 'users').notNullable();
    table.string('visibility', 10).notNullable();
    longText(table, 'body').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'edited_at').nullable();
    moment(table, 'deleted_at').nullable();
    table.index(['subject_type', 'subject_id', 'id']);
  });
  await createTable(knex, 'files', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    table.string('subject_type', 40).notNullable();
    table.integer('subject_id').unsigned().notNullable();
    reference(table, 'uploaded_by_user_id', 'users').notNullable();
    table.string('visibility', 10).notNullable();
    table.string('name', 300).notNullable();
    table.string('media_type', 120).notNullable();
    table.bigInteger('size_bytes').notNullable();
    exactText(knex, table, 'sha256', 64).notNullable();
    exactText(knex, table, 'storage_key', 120).notNullable().unique();
    moment(table, 'created_at').notNullable();
    moment(table, 'deleted_at').nullable();
    table.index(['subject_type', 'subject_id', 'id']);
  });
}

async function createProjectTables(knex: Knex): Promise<void> {
  await createTable(knex, 'projects', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'company_id', 'companies').nullable();
    table.string('name', 200).notNullable();
    longText(table, 'description').nullable();
    table.string('status', 12).notNullable();
    table.string('hue', 10).notNullable();
    calendarDate(table, 'start_on').nullable();
    calendarDate(table, 'due_on').nullable();
    table.integer('next_task_number').notNullable();
    table.integer('tasks_count').notNullable();
    table.integer('tasks_done_count').notNullable();
    table.integer('client_tasks_count').notNullable();
    table.integer('client_tasks_done_count').notNullable();
    reference(table, 'created_by_user_id', 'users').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'archived_at').nullable();
    moment(table, 'deleted_at').nullable();
    table.index(['workspace_id', 'deleted_at', 'archived_at', 'name']);
    table.index(['company_id']);
  });
  await createTable(knex, 'project_assignments', (table) => {
    table.increments('id');
    reference(table, 'project_id', 'projects', 'CASCADE').notNullable();
    reference(table, 'membership_id', 'memberships', 'CASCADE').notNullable();
    moment(table, 'ends_at').nullable();
    moment(table, 'created_at').notNullable();
    table.unique(['membership_id', 'project_id']);
    table.index(['project_id']);
  });
}

async function createTaskTables(knex: Knex): Promise<void> {
  await createTable(knex, 'columns', (table) => {
    table.increments('id');
    reference(table, 'project_id', 'projects', 'CASCADE').notNullable();
    table.string('name', 80).notNullable();
    table.string('client_name', 80).nullable();
    table.string('hue', 10).notNullable();
    exactText(knex, table, 'position', 200).notNullable();
    table.integer('task_limit').nullable();
    table.integer('is_done').notNullable();
    moment(table, 'created_at').notNullable();
    table.unique(['project_id', 'position']);
  });
  await createTable(knex, 'tasks', (table) => {
    table.increments('id');
    reference(table, 'workspace_id', 'workspaces').notNullable();
    reference(table, 'project_id', 'projects', 'CASCADE').notNullable();
    reference(table, 'column_id', 'columns').notNullable();
    table.integer('number').notNullable();
    table.string('title', 300).notNullable();
    longText(table, 'description').nullable();
    exactText(knex, table, 'position', 200).notNullable();
    table.string('visibility', 10).notNullable();
    table.string('priority', 8).notNullable();
    calendarDate(table, 'start_on').nullable();
    calendarDate(table, 'due_on').nullable();
    moment(table, 'completed_at').nullable();
    table.integer('comments_count').notNullable();
    table.integer('client_comments_count').notNullable();
    table.integer('files_count').notNullable();
    table.integer('client_files_count').notNullable();
    reference(table, 'created_by_user_id', 'users').notNullable();
    moment(table, 'created_at').notNullable();
    moment(table, 'updated_at').notNullable();
    moment(table, 'deleted_at').nullable();
    table.unique(['project_id', 'number']);
    table.unique(['column_id', 'position']);
    table.index(['project_id', 'deleted_at', 'column_id', 'position']);
    table.index(['project_id', 'visibility', 'deleted_at']);
    table.index(['workspace_id', 'deleted_at', 'completed_at', 'due_on']);
  });
  await createTable(knex, 'task_assignees', (table) => {
    table.increments('id');
    reference(table, 'task_id', 'tasks', 'CASCADE').notNullable();
    reference(table, 'membership_id', 'memberships', 'CASCADE').notNullable();
    moment(table, 'ends_at').nullable();
    moment(table, 'created_at').notNullable();
    table.unique(['membership_id', 'task_id']);
    table.index(['task_id']);
  });
}
