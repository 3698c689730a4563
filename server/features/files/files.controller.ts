import {
  type FormState,
  formState,
  handleForm,
  id,
  parseForm,
  query,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  takeUploads,
  view,
  wantsJson,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { listReaders, readersInWords } from '../clients/index.js';
import { presentFilePage } from './file-page.js';
import { findPlace, refusal } from './file-places.service.js';
import { fileSight } from './file-sight.policy.js';
import { addFiles } from './file-uploads.service.js';
import { newFiles, sharedFile } from './files.forms.js';
import { mayUpload } from './files.policy.js';
import { presentUploadForm } from './files.presenter.js';
import { type FileRow, findFile, type SubjectKey } from './files.queries.js';
import { deleteFile, restoreFile, shareFile } from './files.service.js';

const newView = view('files/new');
const showView = view('files/show');

export const files = { new: showNew, create, show, destroy };
export const sharing = { create: share };
export const restoration = { create: restore };

async function showNew(request: Request, response: Response): Promise<void> {
  const subject = {
    subject_type: query(request, 'subject_type'),
    subject_id: query(request, 'subject_id'),
  };
  await renderNew(request, response, formState({ ...subject, visibility: 'internal' }));
}

async function create(request: Request, response: Response): Promise<void> {
  const save = async (input: ReturnType<typeof newFiles.parse>) => {
    const subject = { type: input.subject_type, id: input.subject_id };
    const uploads = takeUploads(request, 'files');
    const added = await addFiles(request.actor, { subject, visibility: input.visibility, uploads });
    const page = returnPath(request, placeOf(request.actor, subject));
    redirect(request, response, page, { toast: addedToast(request.actor, added) });
  };
  // Our script shows the reason beside the file; a browser without it gets the form again.
  if (wantsJson(request)) return save(parseForm(newFiles, request.body));
  const show = (form: FormState) => renderNew(request, response, form);
  await handleForm(request, response, { schema: newFiles, save, show });
}

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const file = await findFile(actor, id(request, 'fileId'));
  const page = await presentFilePage(actor, file);
  render(request, response, showView, {
    title: file.name,
    current: actor.kind === 'client' ? 'files' : 'projects',
    crumbs: [{ label: page.thing.title, href: page.thing.href }, { label: file.name }],
    file: page,
  });
}

async function share(request: Request, response: Response): Promise<void> {
  // What the person may not see is not there, whatever else is wrong with the request.
  await findFile(request.actor, id(request, 'fileId'));
  const { visibility } = parseForm(sharedFile, request.body);
  const file = await shareFile(request.actor, id(request, 'fileId'), visibility);
  const page = returnPath(request, `/files/${file.id}`);
  const toast = await sharedToast(request.actor, file);
  // Our script says so itself; left over, the word would come up on another page.
  if (wantsJson(request)) {
    const message = translatorFor(request.actor.locale)(toast.key, toast.values);
    response.json({ location: page, message });
    return;
  }
  const before = visibility === 'client' ? 'internal' : 'client';
  redirect(request, response, page, {
    toast,
    undo: {
      action: `/files/${file.id}/visibility`,
      fields: { visibility: before, return_to: page },
    },
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const file = await deleteFile(request.actor, id(request, 'fileId'));
  const page = pageWithout(request, file);
  redirect(request, response, page, {
    toast: { key: 'files.deleted', values: { name: file.name } },
    undo: { action: `/files/${file.id}/restoration`, fields: { return_to: page } },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const file = await restoreFile(request.actor, id(request, 'fileId'));
  const toast = { key: 'files.restored', values: { name: file.name } };
  redirect(request, response, pageWithout(request, file), { toast });
}

async function renderNew(request: Request, response: Response, form: FormState): Promise<void> {
  const { actor } = request;
  const subject = subjectFrom(form);
  const { host, found, facts } = await findPlace(actor, subject);
  if (!mayUpload(actor, facts)) throw refusal(actor);
  const t = translatorFor(actor.locale);
  const title = host.title(found);
  const href = placeOf(actor, subject);
  render(request, response, newView, {
    title: t('files.add'),
    current: 'projects',
    crumbs: [{ label: title, href }, { label: t('files.add') }],
    upload: presentUploadForm(actor, { host, found, facts, id: subject.id }),
    form,
    back: { href, label: t('files.back', { title }) },
  });
}

function subjectFrom(form: FormState): SubjectKey {
  const { subject_type, subject_id } = form.values;
  const isKey = /^[1-9]\d{0,8}$/.test(String(subject_id));
  return { type: String(subject_type), id: isKey ? Number(subject_id) : 0 };
}

/** Who sees a file now, or no longer, by name. */
async function sharedToast(actor: Actor, file: FileRow) {
  const place = await findPlace(actor, { type: file.subject_type, id: file.subject_id });
  const sight = fileSight({ visibility: 'client' }, place);
  const names = readersInWords(translatorFor(actor.locale), await listReaders(actor, sight));
  const key = `files.now_${file.visibility}${names ? '_named' : ''}`;
  return { key, values: { name: file.name, names } };
}

function addedToast(actor: Actor, added: readonly FileRow[]) {
  const key = actor.kind === 'client' ? 'files.sent' : `files.added_${added[0]?.visibility}`;
  return { key, values: { count: added.length, name: added[0]?.name ?? '' } };
}

/** The page to go on to once a file is deleted: never its own, which is gone. */
function pageWithout(request: Request, file: FileRow): string {
  const place = placeOf(request.actor, { type: file.subject_type, id: file.subject_id });
  const page = returnPath(request, place);
  return /^\/(portal\/)?files\/\d/.test(page) ? place : page;
}

function placeOf(actor: Actor, subject: SubjectKey): string {
  return hostOf(subject.type).address(actor, subject.id);
}
