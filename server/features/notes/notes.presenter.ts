import type { Actor } from '../../core/permissions/index.js';
import { excerpt, markdown } from '../../core/text/index.js';
import { mayKeepNote } from './notes.policy.js';
import type { FoundNote, NoteFilter } from './notes.queries.js';

/** A note on its own page or in a list. */
export function presentNote(actor: Actor, note: FoundNote) {
  return {
    id: note.id,
    path: `/notes/${note.id}`,
    title: note.title,
    bodyHtml: note.body ? markdown(note.body) : '',
    excerpt: note.body ? excerpt(note.body, 160) : '',
    isShared: note.is_shared === 1,
    isPinned: note.is_pinned === 1,
    owner: note.owner_name,
    editor: note.editor_name,
    updatedAt: note.updated_at,
    can: { keep: mayKeepNote(actor, note) },
  };
}

/** The address of the list with a filter. */
export function notesAddress({ whose, text }: NoteFilter): string {
  const search = new URLSearchParams();
  if (whose) search.set('whose', whose);
  if (text) search.set('q', text);
  return search.size > 0 ? `/notes?${search}` : '/notes';
}

/** The chips above the list. */
export function presentChips(filter: NoteFilter) {
  const chip = (label: string, whose: NoteFilter['whose']) => ({
    label: `notes.filters.${label}`,
    href: notesAddress({ ...filter, whose }),
    current: filter.whose === whose,
  });
  return [chip('all', undefined), chip('mine', 'mine'), chip('shared', 'shared')];
}
