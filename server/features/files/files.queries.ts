import {
  insertRow,
  keptQuery,
  type Page,
  paginate,
  type Query,
  table,
} from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import { type Actor, can } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import type { Visibility } from './file-visibility.js';
import { filesFor, visibleFiles } from './files.policy.js';

/** A row of the files table. */
export interface FileRow {
  id: number;
  workspace_id: number;
  subject_type: string;
  subject_id: number;
  uploaded_by_user_id: number;
  visibility: Visibility;
  name: string;
  /** As what it is served; found from its content, never what a browser claimed. */
  media_type: string;
  size_bytes: number;
  /** Hexadecimal. */
  sha256: string;
  storage_key: string;
  created_at: number;
  deleted_at: number | null;
}

/** The thing a file hangs on. */
export interface SubjectKey {
  type: string;
  id: number;
}

/** Files a card shows at most; the file pages show all. */
const mostOnCard = 100;

/**
 * The file, for an actor who may see it and the thing it hangs on.
 * @throws NotFound for everybody else.
 */
export async function findFile(actor: Actor, id: number): Promise<FileRow> {
  return withHost(actor, filesFor(actor).whereNull('files.deleted_at'), id);
}

/** A deleted file, for an actor who could see it before. @throws NotFound */
export async function findDeletedFile(actor: Actor, id: number): Promise<FileRow> {
  return withHost(actor, filesFor(actor).whereNotNull('files.deleted_at'), id);
}

const filesOn = keptQuery<Actor, { type: string; id: number }, FileRow[]>((actor, { type, id }) =>
  filesFor(actor)
    .whereNull('files.deleted_at')
    .where({ subject_type: type, subject_id: id })
    .orderBy('files.id', 'desc')
    .limit(mostOnCard),
);

/** Files on a thing that the caller has found for this actor, newest first. */
export function listFilesOn(actor: Actor, { type, id }: SubjectKey): Promise<FileRow[]> {
  return filesOn(actor, { type, id });
}

/** Files on a thing that are marked for clients: these, and all before one of them. */
export interface MarkedFiles {
  subject: SubjectKey;
  /** Without them, all of the thing's. */
  ids?: readonly number[];
  /** All with a smaller id, too. */
  before?: number | null;
}

/** Files on a thing that are marked for clients, newest first. */
export async function listMarkedFiles(
  actor: Actor,
  { subject, ids, before = null }: MarkedFiles,
  most?: number,
): Promise<FileRow[]> {
  const rows = filesFor(actor)
    .whereNull('files.deleted_at')
    .where({ subject_type: subject.type, subject_id: subject.id, visibility: 'client' })
    .orderBy('files.id', 'desc');
  if (ids) {
    rows.where((either) => {
      either.whereIn('files.id', [...ids]);
      if (before !== null) either.orWhere('files.id', '<', before);
    });
  }
  if (most !== undefined) rows.limit(most);
  return (await rows) as FileRow[];
}

/** One page of the files an actor may see, newest first: all of them, or those of one project. */
export async function pageOfFiles(
  actor: Actor,
  wanted: { projectId?: number; page: number; perPage?: number },
): Promise<Page<FileRow>> {
  const rows = visibleFiles(actor, { from: 'things', projectId: wanted.projectId });
  return paginate(rows.orderBy('files.id', 'desc'), {
    page: wanted.page,
    perPage: wanted.perPage ?? 25,
  });
}

/** Inserts a file and returns its id. */
export function insertFile(row: Omit<FileRow, 'id' | 'deleted_at'>): Promise<number> {
  return insertRow('files', { ...row, deleted_at: null });
}

/** Changes a file's row. */
export async function updateFile(id: number, changes: Partial<FileRow>): Promise<void> {
  await table<FileRow>('files').where({ id }).update(changes);
}

/** Bytes that all files of a workspace take together, those in the trash included. */
export async function storedBytes(workspaceId: number): Promise<number> {
  const row = await table('files')
    .where({ workspace_id: workspaceId })
    .sum({ bytes: 'size_bytes' })
    .first();
  return Number((row as { bytes: unknown } | undefined)?.bytes ?? 0);
}

/** Which of some storage keys belong to a file. */
export async function knownKeys(keys: readonly string[]): Promise<string[]> {
  return (await table('files')
    .whereIn('storage_key', [...keys])
    .pluck('storage_key')) as string[];
}

async function withHost(actor: Actor, rows: Query<FileRow>, id: number): Promise<FileRow> {
  const file = (await rows.where('files.id', id).first()) as FileRow | undefined;
  if (!file) throw new NotFound();
  const host = hostOf(file.subject_type);
  const found = await host.find(actor, file.subject_id);
  if (!can(actor, 'files.view', await host.facts(actor, found))) throw new NotFound();
  return file;
}
