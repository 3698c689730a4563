import { insertRows, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Stage } from './work.js';

/** A row of the history before it has its id. */
interface Happening {
  name: string;
  subject_type: 'task' | 'comment' | 'file';
  subject_id: number;
  project_id: number;
  actor_user_id: number;
  visibility: 'internal' | 'client';
  data: string;
  created_at: number;
}

interface Task {
  id: number;
  project_id: number;
  title: string;
  visibility: 'internal' | 'client';
  column_name: string;
  created_by_user_id: number;
  created_at: number;
  completed_at: number | null;
}

interface Attached {
  id: number;
  by: number;
  name?: string;
  visibility: 'internal' | 'client';
  created_at: number;
  project_id: number;
  title: string;
}

/** Writes down how everything in the demo came about, in the order in which it happened. */
export async function makeHistory(stage: Stage): Promise<void> {
  const names = new Map(
    [...stage.team, ...stage.companies.flatMap(({ contacts }) => contacts)].map((person) => [
      person.userId,
      person.name,
    ]),
  );
  const all = [...(await ofTasks(stage)), ...(await ofComments()), ...(await ofFiles())];
  all.sort((one, other) => one.created_at - other.created_at);
  await insertRows(
    'events',
    all.map((happening) => ({
      ...happening,
      workspace_id: stage.workspaceId,
      actor_name: names.get(happening.actor_user_id) ?? '',
    })),
  );
}

async function ofTasks({ random, team }: Stage): Promise<Happening[]> {
  const tasks = (await table('tasks')
    .join('columns', 'columns.id', 'tasks.column_id')
    .orderBy('tasks.id')
    .select('tasks.*', 'columns.name as column_name')) as unknown as Task[];
  return tasks.flatMap((task) => {
    const worker = random.pick(team).userId;
    const { completed_at, created_at, column_name: column, title } = task;
    const made = happening(task, 'task.created', task.created_by_user_id, created_at, { title });
    if (completed_at !== null) {
      const data = { title, column };
      return [made, happening(task, 'task.completed', worker, completed_at, data)];
    }
    if (column === 'To do') return [made];
    const movedAt = created_at + random.next() * (now() - created_at);
    return [made, happening(task, 'task.moved', worker, Math.floor(movedAt), { title, column })];
  });
}

function happening(
  { id, project_id, visibility }: Task,
  name: string,
  actor_user_id: number,
  created_at: number,
  data: object,
): Happening {
  return {
    name,
    subject_type: 'task',
    subject_id: id,
    project_id,
    actor_user_id,
    visibility,
    data: JSON.stringify(data),
    created_at,
  };
}

async function ofComments(): Promise<Happening[]> {
  const comments = await attached('comments', 'author_user_id');
  return comments.map(({ by, title, ...comment }) => ({
    name: 'comment.added',
    subject_type: 'comment',
    subject_id: comment.id,
    project_id: comment.project_id,
    actor_user_id: by,
    visibility: comment.visibility,
    data: JSON.stringify({ title }),
    created_at: comment.created_at,
  }));
}

async function ofFiles(): Promise<Happening[]> {
  const files = await attached('files', 'uploaded_by_user_id', ['files.name']);
  return files.map(({ by, name, title, ...file }) => ({
    name: 'file.added',
    subject_type: 'file',
    subject_id: file.id,
    project_id: file.project_id,
    actor_user_id: by,
    visibility: file.visibility,
    data: JSON.stringify({ name, title }),
    created_at: file.created_at,
  }));
}

/** What hangs on tasks, with the task's title. */
async function attached(
  from: 'comments' | 'files',
  by: string,
  more: readonly string[] = [],
): Promise<Attached[]> {
  const columns = ['id', 'visibility', 'created_at'].map((name) => `${from}.${name}`);
  const rows = (await table(from)
    .join('tasks', 'tasks.id', `${from}.subject_id`)
    .where(`${from}.subject_type`, 'task')
    .select(
      ...columns,
      ...more,
      `${from}.${by} as by`,
      'tasks.project_id',
      'tasks.title',
    )) as unknown as Attached[];
  return rows.sort((one, other) => one.id - other.id);
}
