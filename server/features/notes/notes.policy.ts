import { type Query, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { NoteRow } from './notes.queries.js';

/**
 * The notes an actor may see: their own and those shared with the team of the workspace. Nobody
 * else sees a personal one, not even an Admin; clients see none.
 */
export function visibleNotes(actor: Actor): Query<NoteRow> {
  return narrow(actor).whereNull('notes.deleted_at') as Query<NoteRow>;
}

/** Deleted notes that the actor could see if they were not. */
export function deletedNotes(actor: Actor): Query<NoteRow> {
  return narrow(actor).whereNotNull('notes.deleted_at') as Query<NoteRow>;
}

/** Everybody of the team writes in a shared note; whose it is decides whether it stays and for whom. */
export function mayKeepNote(actor: Actor, note: Pick<NoteRow, 'owner_user_id'>): boolean {
  return note.owner_user_id === actor.userId;
}

function narrow(actor: Actor): Query<NoteRow> {
  const rows = table<NoteRow>('notes').where('notes.workspace_id', actor.workspaceId);
  if (actor.kind === 'client') rows.whereRaw('1 = 0');
  return rows.where((either) => {
    either.where('notes.owner_user_id', actor.userId).orWhere('notes.is_shared', 1);
  }) as Query<NoteRow>;
}
