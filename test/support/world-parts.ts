import { Readable } from 'node:stream';
import { generateNKeysBetween } from 'fractional-indexing';
import { insertRow, table } from '../../server/core/database/index.js';
import { day, now } from '../../server/core/dates/index.js';
import { save } from '../../server/core/storage/index.js';
import { settleAssignments } from '../../server/features/projects/index.js';
import { insertAssignees } from '../../server/features/tasks/assignees.queries.js';
import type { Person, World } from './world.js';

/** Adds a client company. */
export async function company(workspaceId: number, name: string, hue: string): Promise<number> {
  const at = now();
  return insertRow('companies', {
    workspace_id: workspaceId,
    name,
    email: null,
    phone: null,
    website: null,
    address: null,
    tax_number: null,
    notes: `Secret-Note-Harbour about ${name}`,
    hue,
    created_at: at,
    updated_at: at,
    archived_at: null,
  });
}

/** Adds an active project without tasks. */
export async function project(
  workspaceId: number,
  companyId: number | null,
  name: string,
  author: number,
): Promise<number> {
  const at = now();
  return insertRow('projects', {
    workspace_id: workspaceId,
    company_id: companyId,
    name,
    description: `About ${name}`,
    status: 'active',
    hue: 'teal',
    start_on: null,
    due_on: '2027-03-31',
    next_task_number: 10,
    tasks_count: 0,
    tasks_done_count: 0,
    client_tasks_count: 0,
    client_tasks_done_count: 0,
    created_by_user_id: author,
    created_at: at,
    updated_at: at,
    archived_at: null,
    deleted_at: null,
  });
}

/** Puts people on a project. */
export async function assign(projectId: number, members: readonly Person[]): Promise<void> {
  for (const { membershipId } of members) {
    await insertRow('project_assignments', {
      project_id: projectId,
      membership_id: membershipId,
      ends_at: null,
      created_at: now(),
    });
  }
}

/** Adds a team with members, on projects that they are on themselves already or come onto thereby. */
export async function team(
  workspaceId: number,
  name: string,
  { members, projects }: { members: readonly Person[]; projects: readonly number[] },
): Promise<number> {
  const at = now();
  const team_id = await insertRow('teams', {
    workspace_id: workspaceId,
    name,
    name_key: name.toLowerCase(),
    description: `About ${name}`,
    hue: 'rose',
    created_at: at,
    updated_at: at,
  });
  for (const { membershipId } of members)
    await insertRow('team_members', { team_id, membership_id: membershipId, created_at: at });
  for (const project_id of projects)
    await insertRow('project_teams', { project_id, team_id, created_at: at });
  await settleAssignments({ projectIds: projects });
  return team_id;
}

/** Adds the usual four columns. */
export async function makeColumns(projectId: number): Promise<World['columns']> {
  const positions = generateNKeysBetween(null, null, 4);
  const column = (at: number, name: string, hue: string, isDone = 0) =>
    insertRow('columns', {
      project_id: projectId,
      name,
      client_name: null,
      hue,
      position: positions[at],
      task_limit: null,
      is_done: isDone,
      created_at: now(),
    });
  return {
    todo: await column(0, 'To do', 'slate'),
    doing: await column(1, 'In progress', 'blue'),
    review: await column(2, 'Client review', 'amber'),
    done: await column(3, 'Done', 'green', 1),
  };
}

interface NewTask {
  workspaceId: number;
  projectId: number;
  columnId: number;
  number: number;
  title: string;
  visibility: string;
  done: boolean;
  author: number;
}

/** Adds one task to a column of a project; the stored counts are the caller's to bring up to date. */
export async function task(details: NewTask): Promise<number> {
  const at = now();
  return insertRow('tasks', {
    workspace_id: details.workspaceId,
    project_id: details.projectId,
    column_id: details.columnId,
    number: details.number,
    title: details.title,
    description: `What to do: ${details.title}`,
    position: `a${details.number}`,
    visibility: details.visibility,
    priority: 'normal',
    start_on: null,
    due_on: new Date(at + 3 * day).toISOString().slice(0, 10),
    completed_at: details.done ? at : null,
    comments_count: 0,
    client_comments_count: 0,
    files_count: 0,
    client_files_count: 0,
    created_by_user_id: details.author,
    created_at: at,
    updated_at: at,
    deleted_at: null,
  });
}

/** Gives a task to somebody. */
export async function assignTask(taskId: number, { membershipId }: Person): Promise<void> {
  await insertAssignees(taskId, [membershipId]);
}

/** Adds a comment on a task. */
export async function comment(
  workspaceId: number,
  taskId: number,
  author: number,
  visibility: string,
  body: string,
): Promise<number> {
  return insertRow('comments', {
    workspace_id: workspaceId,
    subject_type: 'task',
    subject_id: taskId,
    author_user_id: author,
    visibility,
    body,
    created_at: now(),
    edited_at: null,
    deleted_at: null,
  });
}

/** Stores a text file and attaches it to a task. */
export async function file(
  workspaceId: number,
  taskId: number,
  author: number,
  visibility: string,
  name: string,
  content: string,
): Promise<number> {
  const saved = await save(Readable.from([Buffer.from(content)]), { name, maxBytes: 10_000 });
  return insertRow('files', {
    workspace_id: workspaceId,
    subject_type: 'task',
    subject_id: taskId,
    uploaded_by_user_id: author,
    visibility,
    name,
    media_type: saved.mimeType,
    size_bytes: saved.sizeBytes,
    sha256: saved.sha256,
    storage_key: saved.key,
    created_at: now(),
    deleted_at: null,
  });
}

/** Brings every stored count up to what the rows say. */
export async function countAll(): Promise<void> {
  for (const { id } of (await table('tasks').select('id')) as { id: number }[]) {
    await table('tasks')
      .where({ id })
      .update({
        comments_count: await count('comments', {
          subject_type: 'task',
          subject_id: id,
          deleted_at: null,
        }),
        client_comments_count: await count('comments', {
          subject_type: 'task',
          subject_id: id,
          deleted_at: null,
          visibility: 'client',
        }),
        files_count: await count('files', {
          subject_type: 'task',
          subject_id: id,
          deleted_at: null,
        }),
        client_files_count: await count('files', {
          subject_type: 'task',
          subject_id: id,
          deleted_at: null,
          visibility: 'client',
        }),
      });
  }
  for (const { id } of (await table('projects').select('id')) as { id: number }[]) {
    const rows = (await table('tasks').where({ project_id: id, deleted_at: null })) as {
      visibility: string;
      completed_at: number | null;
    }[];
    const shared = rows.filter((row) => row.visibility === 'client');
    await table('projects')
      .where({ id })
      .update({
        tasks_count: rows.length,
        tasks_done_count: rows.filter((row) => row.completed_at).length,
        client_tasks_count: shared.length,
        client_tasks_done_count: shared.filter((row) => row.completed_at).length,
      });
  }
}

async function count(name: string, where: Record<string, unknown>): Promise<number> {
  const row = (await table(name).where(where).count({ n: '*' }).first()) as { n: unknown };
  return Number(row.n);
}
