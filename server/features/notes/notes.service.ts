import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Forbidden } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { mayKeepNote } from './notes.policy.js';
import {
  type FoundNote,
  findDeletedNote,
  findNote,
  insertNote,
  type NoteRow,
  updateNote,
} from './notes.queries.js';

/** What people write in a note. */
export type NoteText = Pick<NoteRow, 'title' | 'body'>;

// Notes are told of nowhere: a timeline that names personal ones would tell that they exist.

/** Writes a note down and returns its id. */
export function addNote(actor: Actor, text: NoteText, isShared: boolean): Promise<number> {
  const at = now();
  return transaction(() =>
    insertNote({
      workspace_id: actor.workspaceId,
      owner_user_id: actor.userId,
      ...text,
      is_shared: isShared ? 1 : 0,
      is_pinned: 0,
      updated_by_user_id: actor.userId,
      created_at: at,
      updated_at: at,
    }),
  );
}

/**
 * Changes what is written in a note, if it is still as the person saw it: `seenAt` is the
 * updated_at of the version they began with. Otherwise nothing is changed, and nothing they wrote
 * is lost: the caller shows both. @throws NotFound
 */
export async function editNote(
  actor: Actor,
  id: number,
  seenAt: number,
  text: NoteText,
): Promise<{ isSaved: boolean; note: FoundNote }> {
  return transaction(async () => {
    await lockRow('notes', id);
    const note = await findNote(actor, id);
    if (note.updated_at !== seenAt) return { isSaved: false, note };
    // Two edits within one millisecond must still be two versions.
    const updated_at = Math.max(now(), note.updated_at + 1);
    await updateNote(id, { ...text, updated_at, updated_by_user_id: actor.userId });
    return { isSaved: true, note };
  });
}

/** Shares one's note with the team, or keeps it to oneself again. @throws NotFound, Forbidden */
export function shareNote(actor: Actor, id: number, isShared: boolean): Promise<FoundNote> {
  return changeOwn(actor, id, () => ({ is_shared: isShared ? 1 : 0 }));
}

/** Puts a note above the others, for all who see it, or back among them. @throws NotFound */
export async function pinNote(actor: Actor, id: number, isPinned: boolean): Promise<FoundNote> {
  return transaction(async () => {
    const note = await findNote(actor, id);
    await updateNote(id, { is_pinned: isPinned ? 1 : 0 });
    return note;
  });
}

/** Deletes one's note; it can be brought back. @throws NotFound, Forbidden */
export function deleteNote(actor: Actor, id: number): Promise<FoundNote> {
  return changeOwn(actor, id, () => ({ deleted_at: now() }));
}

/** Brings one's deleted note back. @throws NotFound, Forbidden */
export async function restoreNote(actor: Actor, id: number): Promise<FoundNote> {
  return transaction(async () => {
    const note = await findDeletedNote(actor, id);
    if (!mayKeepNote(actor, note)) throw new Forbidden();
    await updateNote(id, { deleted_at: null });
    return note;
  });
}

async function changeOwn(
  actor: Actor,
  id: number,
  changes: () => Partial<NoteRow>,
): Promise<FoundNote> {
  return transaction(async () => {
    await lockRow('notes', id);
    const note = await findNote(actor, id);
    if (!mayKeepNote(actor, note)) throw new Forbidden();
    await updateNote(id, changes());
    return note;
  });
}
