import { buffer } from 'node:stream/consumers';
import {
  type FormState,
  formState,
  handleForm,
  id,
  query,
  type Request,
  type Response,
  redirect,
  render,
  takeUploads,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { open, remove } from '../../core/storage/index.js';
import { importLimits } from './import-limits.js';
import { confirmForm, newImportForm } from './imports.forms.js';
import { presentImport } from './imports.presenter.js';
import {
  beginImport,
  confirmImport,
  discardImport,
  type ReadField,
  reviewImport,
} from './imports.service.js';
import { decode, mostRows } from './table-reading.js';

const newView = view('imports/new');
const showView = view('imports/show');
const doneView = view('imports/done');

export const imports = { new: showNew, create };
export const importReading = { show, create: confirm, destroy };

function showNew(request: Request, response: Response): void {
  renderNew(request, response, formState());
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: newImportForm,
    save: async ({ text }) => {
      const file = await uploadedText(request);
      const [list, field] = file === null ? [text, 'text'] : [file, 'file'];
      const importId = await beginImport(request.actor, list, field);
      redirect(request, response, `/imports/${importId}`);
    },
    show: (form) => renderNew(request, response, form),
  });
}

async function show(request: Request, response: Response): Promise<void> {
  // A form that was sent names its columns; the page that is opened first does not.
  const read: ReadField = (name) => (name in request.query ? query(request, name) : undefined);
  await renderReview(request, response, read, formState());
}

async function confirm(request: Request, response: Response): Promise<void> {
  const importId = id(request, 'importId');
  const fields = (request.body ?? {}) as Record<string, unknown>;
  const read: ReadField = (name) => {
    const value = fields[name];
    return typeof value === 'string' ? value : undefined;
  };
  await handleForm(request, response, {
    schema: confirmForm,
    save: async ({ leave_out: leaveOut }) => {
      const count = await confirmImport(request.actor, importId, { read, leaveOut });
      const toast = { key: 'imports.added', values: { count } };
      redirect(request, response, `/imports/${importId}`, { toast });
    },
    show: (form) => renderReview(request, response, read, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  await discardImport(request.actor, id(request, 'importId'));
  redirect(request, response, '/users', { toast: 'imports.discarded' });
}

/** The text of the file that was chosen, or null when there is none. @throws Invalid {file} */
async function uploadedText(request: Request): Promise<string | null> {
  const [file] = takeUploads(request, 'file');
  if (!file) return null;
  try {
    return decode(await buffer((await open(file.key)).stream));
  } finally {
    await remove(file.key);
  }
}

function renderNew(request: Request, response: Response, form: FormState): void {
  const t = translatorFor(request.actor.locale);
  render(request, response, newView, {
    ...frame(request, t('imports.title')),
    form,
    most: mostRows,
    maxBytes: importLimits().maxBytes,
  });
}

async function renderReview(
  request: Request,
  response: Response,
  read: ReadField,
  form: FormState,
): Promise<void> {
  const t = translatorFor(request.actor.locale);
  const review = await reviewImport(request.actor, id(request, 'importId'), read);
  if (review.isDone) {
    const added = review.added;
    return render(request, response, doneView, {
      ...frame(request, t('imports.done.title')),
      added,
    });
  }
  const list = await presentImport(request.actor, review);
  render(request, response, showView, { ...frame(request, t('imports.review.title')), form, list });
}

function frame(request: Request, title: string) {
  const t = translatorFor(request.actor.locale);
  const crumbs = [{ label: t('people.title'), href: '/users' }, { label: title }];
  return { title, current: 'people', crumbs };
}
