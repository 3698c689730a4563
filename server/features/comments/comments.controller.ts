import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  NotFound,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { listReaders, readersInWords } from '../clients/index.js';
import { commentSight } from './comment-sight.policy.js';
import { editedComment, newComment } from './comments.forms.js';
import { mayChangeComment } from './comments.policy.js';
import {
  type CommentRow,
  findComment,
  pageOfComments,
  type SubjectKey,
} from './comments.queries.js';
import {
  addComment,
  deleteComment,
  editComment,
  findHost,
  restoreComment,
} from './comments.service.js';
import { presentAll, presentThread, threadAddress } from './threads.js';

const indexView = view('comments/index');
const newView = view('comments/new');
const editView = view('comments/edit');

export const comments = { index, show, create, edit, update, destroy };
export const restoration = { create: restore };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const subject = subjectFrom(query(request, 'subject_type'), query(request, 'subject_id'));
  const { host, found } = await findHost(actor, subject);
  const page = await pageOfComments(actor, subject, pageNumber(request));
  const thing = {
    facts: await host.facts(actor, found),
    isClientVisible: host.isClientVisible(found),
    host,
  };
  render(request, response, indexView, {
    title: translatorFor(actor.locale)('comments.all'),
    comments: await presentAll(actor, page.rows, thing),
    page,
    base: threadAddress(subject),
    back: backTo(actor, subject, host.title(found)),
  });
}

/** The lasting address of a comment: its place on the page of the thing it hangs on. */
async function show(request: Request, response: Response): Promise<void> {
  const comment = await findComment(request.actor, id(request, 'commentId'));
  redirect(request, response, placeOf(request.actor, comment));
}

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  await handleForm(request, response, {
    schema: newComment,
    save: async ({ subject_type, subject_id, body, visibility }) => {
      const subject = { type: subject_type, id: subject_id };
      const comment = await addComment(actor, { subject, body, visibility });
      const reach = actor.kind === 'client' ? 'portal' : comment.visibility;
      redirect(request, response, placeOf(actor, comment), { toast: `comments.sent.${reach}` });
    },
    show: (form) => showAgain(request, response, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const comment = await findOwn(request);
  await renderEdit(request, response, comment, formState({ body: comment.body }));
}

async function update(request: Request, response: Response): Promise<void> {
  const comment = await findOwn(request);
  await handleForm(request, response, {
    schema: editedComment,
    save: async ({ body }) => {
      await editComment(request.actor, comment.id, body);
      redirect(request, response, placeOf(request.actor, comment), { toast: 'comments.saved' });
    },
    show: (form) => renderEdit(request, response, comment, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const comment = await deleteComment(actor, id(request, 'commentId'));
  redirect(request, response, pageOf(actor, comment), {
    toast: 'comments.deleted',
    undo: { action: `/comments/${comment.id}/restoration`, fields: {} },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const comment = await restoreComment(request.actor, id(request, 'commentId'));
  redirect(request, response, placeOf(request.actor, comment), { toast: 'comments.restored' });
}

/** The form alone with what was typed, since the page it came from belongs to another room. */
async function showAgain(request: Request, response: Response, form: FormState): Promise<void> {
  const { actor } = request;
  const subject = subjectFrom(form.values.subject_type, form.values.subject_id);
  const { host, found } = await findHost(actor, subject);
  const thread = await presentThread(actor, subject.type, { ...(found as object), id: subject.id });
  if (!thread.canComment) throw actor.kind === 'client' ? new NotFound() : new Forbidden();
  render(request, response, newView, {
    title: translatorFor(actor.locale)('comments.new'),
    thread: { ...thread, form },
    back: backTo(actor, subject, host.title(found)),
  });
}

async function renderEdit(
  request: Request,
  response: Response,
  comment: CommentRow,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const subject = keyOf(comment);
  const { host, found } = await findHost(actor, subject);
  const sight = commentSight(comment, { host, found });
  const t = translatorFor(actor.locale);
  render(request, response, editView, {
    title: t('comments.edit'),
    form,
    comment: {
      id: comment.id,
      internal: comment.visibility === 'internal',
      showsVisibility: actor.kind !== 'client' && host.isClientVisible(found),
      readers: readersInWords(t, await listReaders(actor, sight)),
      ledgerHref: `/comments/${comment.id}/readers`,
    },
    back: backTo(actor, subject, host.title(found)),
  });
}

async function findOwn(request: Request): Promise<CommentRow> {
  const { actor } = request;
  const comment = await findComment(actor, id(request, 'commentId'));
  const { host, found } = await findHost(actor, keyOf(comment));
  if (mayChangeComment(actor, comment, await host.facts(actor, found), host)) return comment;
  throw actor.kind === 'client' ? new NotFound() : new Forbidden();
}

function subjectFrom(type: unknown, subjectId: unknown): SubjectKey {
  const isKey = typeof type === 'string' && /^[1-9]\d{0,8}$/.test(String(subjectId));
  if (!isKey) throw new NotFound();
  return { type, id: Number(subjectId) };
}

function keyOf(comment: CommentRow): SubjectKey {
  return { type: comment.subject_type, id: comment.subject_id };
}

function backTo(actor: Actor, subject: SubjectKey, title: string) {
  const label = translatorFor(actor.locale)('comments.back', { title });
  return { href: hostOf(subject.type).address(actor, subject.id), label };
}

function pageOf(actor: Actor, comment: CommentRow): string {
  return hostOf(comment.subject_type).address(actor, comment.subject_id);
}

function placeOf(actor: Actor, comment: CommentRow): string {
  return `${pageOf(actor, comment)}#comment-${comment.id}`;
}
