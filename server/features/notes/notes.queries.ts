import {
  containing,
  insertRow,
  type Page,
  paginate,
  type Query,
  table,
} from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { deletedNotes, visibleNotes } from './notes.policy.js';

/** Something that somebody of the team wrote down. */
export interface NoteRow {
  id: number;
  workspace_id: number;
  owner_user_id: number;
  title: string;
  /** Markdown */
  body: string | null;
  /** 1 where everybody of the team sees it. */
  is_shared: number;
  /** 1 where it stands above the others, for all who see it. */
  is_pinned: number;
  updated_by_user_id: number;
  created_at: number;
  /** Last change of title or body. */
  updated_at: number;
  deleted_at: number | null;
}

/** A note as an actor found it. */
export interface FoundNote extends NoteRow {
  owner_name: string;
  editor_name: string;
}

/** Which notes are wanted. */
export interface NoteFilter {
  whose?: 'mine' | 'shared' | undefined;
  text?: string | undefined;
}

/** @throws NotFound for a note that the actor does not see. */
export async function findNote(actor: Actor, id: number): Promise<FoundNote> {
  const found = await withNames(visibleNotes(actor)).where('notes.id', id).first();
  if (!found) throw new NotFound();
  return found as FoundNote;
}

/** @throws NotFound for one that is not deleted, or that the actor would not see. */
export async function findDeletedNote(actor: Actor, id: number): Promise<FoundNote> {
  const found = await withNames(deletedNotes(actor)).where('notes.id', id).first();
  if (!found) throw new NotFound();
  return found as FoundNote;
}

/** One page of the notes that the actor sees: pinned ones first, then what was changed last. */
export function pageOfNotes(
  actor: Actor,
  { whose, text }: NoteFilter,
  page: number,
): Promise<Page<FoundNote>> {
  const rows = withNames(visibleNotes(actor));
  if (whose === 'mine') rows.where('notes.is_shared', 0);
  if (whose === 'shared') rows.where('notes.is_shared', 1);
  if (text) rows.where(containing(['notes.title', 'notes.body'], text));
  const ordered = rows
    .orderBy('notes.is_pinned', 'desc')
    .orderBy('notes.updated_at', 'desc')
    .orderBy('notes.id', 'desc');
  return paginate(ordered as Query<FoundNote>, { page, perPage: 24 });
}

/** Inserts a note and returns its id. */
export function insertNote(row: Omit<NoteRow, 'id' | 'deleted_at'>): Promise<number> {
  return insertRow('notes', { ...row, deleted_at: null });
}

/** Changes a note's row. */
export async function updateNote(id: number, changes: Partial<NoteRow>): Promise<void> {
  await table<NoteRow>('notes').where({ id }).update(changes);
}

function withNames(rows: Query<NoteRow>): Query<FoundNote> {
  return rows
    .join('users as owner', 'owner.id', 'notes.owner_user_id')
    .join('users as editor', 'editor.id', 'notes.updated_by_user_id')
    .select(
      'notes.*',
      'owner.name as owner_name',
      'editor.name as editor_name',
    ) as unknown as Query<FoundNote>;
}
