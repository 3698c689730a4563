import { Readable } from 'node:stream';
import { generateNKeysBetween } from 'fractional-indexing';
import { insertRow, table } from '../../server/core/database/index.js';
import { day, now } from '../../server/core/dates/index.js';
import { save } from '../../server/core/storage/index.js';
import { createUser } from '../../server/features/accounts/index.js';
import { createMembership } from '../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../server/features/roles/index.js';
import { createWorkspace } from '../../server/features/workspaces/index.js';

/** Somebody of the small world. */
export interface Person {
  userId: number;
  membershipId: number;
  name: string;
  email: string;
}

/** The small world that tests speak of: an agency, two client companies, projects one remembers. */
export interface World {
  workspaceId: number;
  people: {
    /** Owner and only Admin. */
    priya: Person;
    /** Staff, on Website relaunch. */
    jonas: Person;
    /** Staff, on the Harbour brand book only. */
    elin: Person;
    /** Contact of Harbour Coffee, on Website relaunch. */
    sofia: Person;
    /** Second contact of Harbour Coffee, on Website relaunch. */
    tom: Person;
    /** Contact of Northwind, on Autumn campaign. */
    nora: Person;
  };
  companies: { harbour: number; northwind: number };
  projects: { website: number; campaign: number; internal: number };
  columns: { todo: number; doing: number; review: number; done: number };
  /** Tasks of Website relaunch. */
  tasks: { logo: number; budget: number; sitemap: number };
  /** A task in Autumn campaign that its client sees. */
  campaignTask: number;
  comments: { shared: number; secret: number };
  files: { shared: number; secret: number };
  /** Every text that no client may ever read. */
  secrets: string[];
}

/** Password of everybody in the small world who signs in through the form. */
export const worldPassword = 'correct horse battery staple';

/** Fills an empty, migrated database with the small world. */
export async function makeWorld(): Promise<World> {
  const workspaceId = await createWorkspace({ name: 'Marlow & Finch', isPrimary: true });
  await createBuiltInRoles(workspaceId);
  const companies = {
    harbour: await company(workspaceId, 'Harbour Coffee Roasters', 'teal'),
    northwind: await company(workspaceId, 'Northwind Travel', 'amber'),
  };
  const people = await makePeople(workspaceId, companies);
  const author = people.priya.userId;
  const projects = {
    website: await project(workspaceId, companies.harbour, 'Website relaunch', author),
    campaign: await project(workspaceId, companies.northwind, 'Autumn campaign', author),
    internal: await project(workspaceId, null, 'Secret-Project-Kestrel', author),
  };
  await assign(projects.website, [people.jonas, people.sofia, people.tom]);
  await assign(projects.campaign, [people.nora]);
  await assign(projects.internal, [people.elin]);
  const columns = await makeColumns(projects.website);
  const campaignColumns = await makeColumns(projects.campaign);
  const make = (
    columnId: number,
    number: number,
    title: string,
    visibility: string,
    done = false,
  ) =>
    task({
      workspaceId,
      projectId: projects.website,
      columnId,
      number,
      title,
      visibility,
      done,
      author,
    });
  const tasks = {
    logo: await make(columns.doing, 1, 'Redraw the harbour logo', 'client'),
    budget: await make(columns.todo, 2, 'Secret-Task-Budget of the relaunch', 'internal'),
    sitemap: await make(columns.done, 3, 'Sitemap signed off', 'client', true),
  };
  const campaignTask = await task({
    workspaceId,
    projectId: projects.campaign,
    columnId: campaignColumns.todo,
    number: 1,
    title: 'Foreign-Task-Poster for Northwind',
    visibility: 'client',
    done: false,
    author,
  });
  await assignTask(tasks.logo, people.jonas);
  const comments = {
    shared: await comment(workspaceId, tasks.logo, author, 'client', 'Here is the first draft.'),
    secret: await comment(
      workspaceId,
      tasks.logo,
      author,
      'internal',
      'Secret-Comment-Margin is thin.',
    ),
  };
  const files = {
    shared: await file(
      workspaceId,
      tasks.logo,
      author,
      'client',
      'logo-draft.txt',
      'The logo in words',
    ),
    secret: await file(
      workspaceId,
      tasks.logo,
      author,
      'internal',
      'Secret-File-Prices.txt',
      'Secret-Content-Prices',
    ),
  };
  await countAll();
  const secrets = [
    'Secret-Project-Kestrel',
    'Secret-Task-Budget',
    'Secret-Comment-Margin',
    'Secret-File-Prices',
    'Secret-Content-Prices',
    'Secret-Note-Harbour',
  ];
  return {
    workspaceId,
    people,
    companies,
    projects,
    columns,
    tasks,
    campaignTask,
    comments,
    files,
    secrets,
  };
}

async function makePeople(
  workspaceId: number,
  companies: World['companies'],
): Promise<World['people']> {
  const person = async (
    name: string,
    role: 'admin' | 'staff' | 'client',
    companyId: number | null = null,
  ) => {
    const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
    const userId = await createUser({ name, email, status: 'active' });
    const { id } = await builtInRole(workspaceId, role);
    const membershipId = await createMembership({
      workspaceId,
      userId,
      audience: role === 'client' ? 'client' : 'team',
      roleIds: [id],
      companyId,
      status: 'active',
    });
    return { userId, membershipId, name, email };
  };
  return {
    priya: await person('Priya Raman', 'admin'),
    jonas: await person('Jonas Okafor', 'staff'),
    elin: await person('Elin Sandberg', 'staff'),
    sofia: await person('Sofia Lindqvist', 'client', companies.harbour),
    tom: await person('Tom Becker', 'client', companies.harbour),
    nora: await person('Nora Quist', 'client', companies.northwind),
  };
}

async function company(workspaceId: number, name: string, hue: string): Promise<number> {
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

async function project(
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

async function assign(projectId: number, members: readonly Person[]): Promise<void> {
  for (const { membershipId } of members) {
    await insertRow('project_assignments', {
      project_id: projectId,
      membership_id: membershipId,
      ends_at: null,
      created_at: now(),
    });
  }
}

async function makeColumns(projectId: number): Promise<World['columns']> {
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

async function assignTask(taskId: number, { membershipId }: Person): Promise<void> {
  await insertRow('task_assignees', {
    task_id: taskId,
    membership_id: membershipId,
    ends_at: null,
    created_at: now(),
  });
}

async function comment(
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

async function file(
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
