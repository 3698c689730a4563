import {
  type FormState,
  formState,
  handleForm,
  id,
  pageNumber,
  parseForm,
  query,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { audienceForm, newNoteForm, noteForm, pinForm } from './notes.forms.js';
import { notesAddress, presentChips, presentNote } from './notes.presenter.js';
import { type FoundNote, findNote, type NoteFilter, pageOfNotes } from './notes.queries.js';
import { addNote, deleteNote, editNote, pinNote, restoreNote, shareNote } from './notes.service.js';

const indexView = view('notes/index');
const showView = view('notes/show');
const newView = view('notes/new');
const editView = view('notes/edit');
const conflictView = view('notes/conflict');

export const notes = { index, show, new: newNote, create, edit, update, destroy };
export const restorations = { create: restore };
export const audience = { update: setAudience };
export const pin = { update: setPin };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const filter = filterFrom(request);
  const page = await pageOfNotes(actor, filter, pageNumber(request));
  render(request, response, indexView, {
    title: translatorFor(actor.locale)('notes.title'),
    current: 'notes',
    notes: page.rows.map((note) => presentNote(actor, note)),
    page,
    base: notesAddress(filter),
    chips: presentChips(filter),
    filter,
    isFiltering: Boolean(filter.whose ?? filter.text),
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const note = await findNote(request.actor, id(request, 'noteId'));
  render(request, response, showView, {
    ...frame(request, 'notes.title', note.title),
    note: presentNote(request.actor, note),
  });
}

function newNote(request: Request, response: Response): void {
  renderNew(request, response, formState({ audience: 'personal' }));
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: newNoteForm,
    save: async ({ audience: wanted, ...text }) => {
      const noteId = await addNote(request.actor, text, wanted === 'team');
      redirect(request, response, `/notes/${noteId}`, { toast: 'notes.toasts.saved' });
    },
    show: (form) => renderNew(request, response, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const note = await findNote(request.actor, id(request, 'noteId'));
  const { title, body, updated_at } = note;
  renderEdit(request, response, note, formState({ title, body, updated_at }));
}

async function update(request: Request, response: Response): Promise<void> {
  const note = await findNote(request.actor, id(request, 'noteId'));
  await handleForm(request, response, {
    schema: noteForm,
    save: async ({ updated_at, ...text }) => {
      const outcome = await editNote(request.actor, note.id, updated_at, text);
      if (!outcome.isSaved) {
        const mine = formState({ ...text, updated_at: outcome.note.updated_at });
        return renderConflict(request, response, outcome.note, mine);
      }
      redirect(request, response, `/notes/${note.id}`, { toast: 'notes.toasts.saved' });
    },
    show: (form) => renderEdit(request, response, note, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const note = await deleteNote(request.actor, id(request, 'noteId'));
  redirect(request, response, '/notes', {
    toast: { key: 'notes.toasts.deleted', values: { title: note.title } },
    undo: { action: `/notes/${note.id}/restoration`, fields: {} },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const note = await restoreNote(request.actor, id(request, 'noteId'));
  redirect(request, response, `/notes/${note.id}`, { toast: 'notes.toasts.restored' });
}

async function setAudience(request: Request, response: Response): Promise<void> {
  const { id: noteId } = await findNote(request.actor, id(request, 'noteId'));
  const { audience: wanted } = parseForm(audienceForm, request.body);
  await shareNote(request.actor, noteId, wanted === 'team');
  redirect(request, response, `/notes/${noteId}`, { toast: `notes.toasts.${wanted}` });
}

async function setPin(request: Request, response: Response): Promise<void> {
  const { id: noteId } = await findNote(request.actor, id(request, 'noteId'));
  const { is_pinned } = parseForm(pinForm, request.body);
  await pinNote(request.actor, noteId, is_pinned);
  redirect(request, response, returnPath(request, `/notes/${noteId}`));
}

function filterFrom(request: Request): NoteFilter {
  const whose = query(request, 'whose');
  return {
    whose: whose === 'mine' || whose === 'shared' ? whose : undefined,
    text: query(request, 'q').trim().slice(0, 100) || undefined,
  };
}

function renderNew(request: Request, response: Response, form: FormState): void {
  render(request, response, newView, { ...frame(request, 'notes.new'), form });
}

function renderEdit(request: Request, response: Response, note: FoundNote, form: FormState): void {
  render(request, response, editView, {
    ...frame(request, 'notes.edit', note.title),
    note: presentNote(request.actor, note),
    form,
  });
}

/** Somebody else saved first: both versions side by side, nothing of either lost (INTERFACE 6). */
function renderConflict(
  request: Request,
  response: Response,
  theirs: FoundNote,
  form: FormState,
): void {
  response.status(409);
  render(request, response, conflictView, {
    ...frame(request, 'tasks.conflict.title', theirs.title),
    note: presentNote(request.actor, theirs),
    theirs: { title: theirs.title, body: theirs.body ?? '' },
    form,
  });
}

function frame(request: Request, key: string, name?: string) {
  const t = translatorFor(request.actor.locale);
  return {
    title: name ? `${t(key)}: ${name}` : t(key),
    current: 'notes',
    crumbs: [{ label: t('notes.title'), href: '/notes' }, { label: name ?? t(key) }],
  };
}
