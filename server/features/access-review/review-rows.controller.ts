import {
  type FormState,
  formState,
  handleForm,
  id,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { decisionForm, keepForm } from './access-review.forms.js';
import { decideOn, keepAll } from './decisions.service.js';
import { frameOf } from './frame.js';
import { decisions } from './review-choices.js';
import { reviews } from './reviews.controller.js';
import { presentFound } from './reviews.presenter.js';
import { findReview, findReviewed } from './reviews.queries.js';

const rowView = view('access-review/row');

export const rows = { edit, update };
export const keptRows = { create };

async function edit(request: Request, response: Response): Promise<void> {
  await renderRow(request, response);
}

async function update(request: Request, response: Response): Promise<void> {
  const [reviewId, rowId] = [id(request, 'reviewId'), id(request, 'rowId')];
  await handleForm(request, response, {
    schema: decisionForm,
    save: async ({ decision, note, seen_at: seenAt }) => {
      const row = await decideOn(request.actor, reviewId, rowId, { decision, note, seenAt });
      const person = row.audience === 'team' ? `/users/${row.user_id}` : `/clients/${row.user_id}`;
      const list = returnPath(request, `/access-review/${reviewId}`);
      const toast = { key: `access_review.toasts.${decision}`, values: { name: row.name } };
      redirect(request, response, decision === 'change' ? person : list, { toast });
    },
    show: (form) => renderRow(request, response, form),
  });
}

/** Keeps those who were ticked, or everybody on a page. */
async function create(request: Request, response: Response): Promise<void> {
  const reviewId = id(request, 'reviewId');
  await handleForm(request, response, {
    schema: keepForm,
    save: async ({ row_ids: rowIds }) => {
      const count = await keepAll(request.actor, reviewId, rowIds);
      const toast = { key: 'access_review.toasts.kept', values: { count } };
      redirect(request, response, returnPath(request, `/access-review/${reviewId}`), { toast });
    },
    show: () => reviews.show(request, response),
  });
}

async function renderRow(request: Request, response: Response, typed?: FormState): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const review = await findReview(actor, id(request, 'reviewId'));
  const row = await findReviewed(actor, review.id, id(request, 'rowId'));
  const held = { decision: row.decision ?? 'keep', note: row.note, seen_at: row.decided_at ?? 0 };
  render(request, response, rowView, {
    ...frameOf(request, review, row.name),
    form: typed ?? formState(held),
    person: presentFound(actor, t, row),
    isOpen: review.signed_off_at === null,
    returnTo: returnPath(request, `/access-review/${review.id}`),
    options: decisions.map((decision) => ({
      value: decision,
      label: t(`access_review.choices.${decision}`),
      hint: t(`access_review.hints.${decision}`),
    })),
  });
}
