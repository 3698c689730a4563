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

interface Attached
  extends Pick<Happening, 'project_id' | 'actor_user_id' | 'visibility' | 'created_at'> {
  id: number;
  title: string;
  /** Of a file. */
  name?: string;
}

/** Writes down how everything in the demo came about, in the order in which it happened. */
export async function makeHistory(stage: Stage): Promise<void> {
  const names = new Map(
    [...stage.team, ...stage.companies.flatMap(({ contacts }) => contacts)].map((person) => [
      person.userId,
      person.name,
    ]),
  );
  const all = [
    ...(await ofTasks(stage)),
    ...(await ofAttached('comments', { name: 'comment.added', by: 'author_user_id' })),
    ...(await ofAttached('files', {
      name: 'file.added',
      by: 'uploaded_by_user_id',
      more: ['name'],
    })),
  ];
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

/** What hangs on tasks, as news of the task: `by` is the column that names who brought it. */
async function ofAttached(
  from: 'comments' | 'files',
  { name, by, more = [] }: { name: string; by: string; more?: readonly string[] },
): Promise<Happening[]> {
  const columns = ['id', 'visibility', 'created_at', ...more].map((column) => `${from}.${column}`);
  const rows = (await table(from)
    .join('tasks', 'tasks.id', `${from}.subject_id`)
    .where(`${from}.subject_type`, 'task')
    .select(
      ...columns,
      `${from}.${by} as actor_user_id`,
      'tasks.project_id',
      'tasks.title',
    )) as unknown as Attached[];
  rows.sort((one, other) => one.id - other.id);
  return rows.map(({ id, name: file, title, ...row }) => ({
    ...row,
    name,
    subject_type: from === 'files' ? 'file' : 'comment',
    subject_id: id,
    data: JSON.stringify(file === undefined ? { title } : { name: file, title }),
  }));
}
