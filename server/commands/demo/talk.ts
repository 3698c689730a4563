import { Readable } from 'node:stream';
import sharp from 'sharp';
import { insertRow, insertRows, raw, table } from '../../core/database/index.js';
import { hour, now } from '../../core/dates/index.js';
import { keep, save } from '../../core/storage/index.js';
import { remarks } from './script.js';
import type { Stage } from './work.js';

interface TaskRow {
  id: number;
  title: string;
  visibility: 'internal' | 'client';
  company_id: number | null;
  created_at: number;
}

/** Lets people comment on the tasks of some projects and attach files; brings the counts up to date. */
export async function makeTalk(stage: Stage, projectIds: readonly number[]): Promise<void> {
  const tasks = (await table('tasks')
    .join('projects', 'projects.id', 'tasks.project_id')
    .whereIn('tasks.project_id', [...projectIds])
    .orderBy('tasks.id')
    .select(
      'tasks.id',
      'tasks.title',
      'tasks.visibility',
      'tasks.created_at',
      'projects.company_id',
    )) as unknown as TaskRow[];
  for (const task of tasks) {
    if (stage.random.happens(0.5)) await commentOn(stage, task);
    if (stage.random.happens(0.3)) await attachTo(stage, task);
  }
  await countAttached();
}

async function commentOn(stage: Stage, task: TaskRow): Promise<void> {
  const { random } = stage;
  const contacts = stage.companies.find(({ id }) => id === task.company_id)?.contacts ?? [];
  const rows = Array.from({ length: random.between(1, 4) }, (_, at) => {
    const isShared = task.visibility === 'client' && random.happens(0.6);
    const isClient = isShared && contacts.length > 0 && random.happens(0.4);
    const words = isClient
      ? remarks.client
      : isShared
        ? remarks.team
        : [...remarks.team, ...remarks.internal];
    return {
      workspace_id: stage.workspaceId,
      subject_type: 'task',
      subject_id: task.id,
      author_user_id: random.pick(isClient ? contacts : stage.team.slice(0, 6)).userId,
      visibility: isShared ? 'client' : 'internal',
      body: random.pick(words as readonly string[]),
      created_at: notBefore(task, now() - (10 - at) * random.between(1, 20) * hour),
      edited_at: null,
      deleted_at: null,
    };
  });
  await insertRows('comments', rows);
}

async function attachTo(stage: Stage, task: TaskRow): Promise<void> {
  const { random } = stage;
  const isPicture = random.happens(0.6);
  const slug = task.title
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .slice(0, 24)
    .replace(/-$/, '');
  const name = isPicture ? `${slug}-v${random.between(1, 3)}.png` : `${slug}-notes.txt`;
  const content = isPicture
    ? await drawSketch(random.between(0, 359))
    : Buffer.from(`${task.title}\n\nNotes from the meeting.\n`);
  const file = await save(Readable.from([content]), { name, maxBytes: 5_000_000 });
  await insertRow('files', {
    workspace_id: stage.workspaceId,
    subject_type: 'task',
    subject_id: task.id,
    uploaded_by_user_id: random.pick(stage.team.slice(0, 6)).userId,
    visibility: task.visibility === 'client' && random.happens(0.7) ? 'client' : 'internal',
    name,
    media_type: file.mimeType,
    size_bytes: file.sizeBytes,
    sha256: file.sha256,
    storage_key: file.key,
    created_at: notBefore(task, now() - random.between(1, 200) * hour),
    deleted_at: null,
  });
  await keep(file.key);
}

/** What hangs on a task came as planned, but not before the task. */
function notBefore({ created_at }: TaskRow, planned: number): number {
  return Math.max(planned, created_at + hour);
}

function drawSketch(turn: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"><rect width="960" height="540" fill="hsl(${turn} 40% 92%)"/><circle cx="${300 + turn}" cy="230" r="130" fill="hsl(${turn} 55% 60%)"/><path d="M0 420q240-160 480-40t480-60v220H0z" fill="hsl(${turn + 30} 35% 45%)"/></svg>`;
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9 }).toBuffer();
}

async function countAttached(): Promise<void> {
  const counted = (name: string, more: string) =>
    raw(
      `(SELECT COUNT(*) FROM ${name} WHERE ${name}.subject_type = 'task' AND ${name}.subject_id = tasks.id AND ${name}.deleted_at IS NULL${more})`,
    );
  const shared = (name: string) => ` AND ${name}.visibility = 'client'`;
  await table('tasks').update({
    comments_count: counted('comments', ''),
    client_comments_count: counted('comments', shared('comments')),
    files_count: counted('files', ''),
    client_files_count: counted('files', shared('files')),
  });
}
