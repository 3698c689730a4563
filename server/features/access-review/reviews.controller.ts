import {
  handleForm,
  id,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { peopleAreas } from '../roles/index.js';
import { buttonForm } from './access-review.forms.js';
import { seesClients } from './access-review.policy.js';
import { frameOf } from './frame.js';
import { rowsShown } from './review-choices.js';
import {
  addressOf,
  presentFound,
  presentParts,
  presentProgress,
  presentReview,
} from './reviews.presenter.js';
import {
  countReviewed,
  findReview,
  lookUpOpenReview,
  pageOfReviewed,
  pageOfReviews,
  type RowsFilter,
} from './reviews.queries.js';
import { discardReview, startReview } from './reviews.service.js';

const indexView = view('access-review/index');
const showView = view('access-review/show');

export const reviews = { index, create, show, destroy };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const page = await pageOfReviews(actor, pageNumber(request));
  const open = await lookUpOpenReview(actor.workspaceId);
  render(request, response, indexView, {
    ...frameOf(request),
    areas: peopleAreas(translatorFor(actor.locale), actor, 'reviews'),
    open: open && {
      ...presentReview(actor, open),
      ...presentProgress(await countReviewed(actor, open.id)),
    },
    list: {
      ...page,
      rows: page.rows
        .filter((row) => row.signed_off_at !== null)
        .map((row) => presentReview(actor, row)),
    },
  });
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: buttonForm,
    save: async () => {
      const reviewId = await startReview(request.actor);
      redirect(request, response, `/access-review/${reviewId}`);
    },
    show: () => index(request, response),
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const review = await findReview(actor, id(request, 'reviewId'));
  const base = `/access-review/${review.id}`;
  const filter = filterOf(request);
  const page = await pageOfReviewed(actor, review.id, { ...filter, page: pageNumber(request) });
  render(request, response, showView, {
    ...frameOf(request, review),
    review: presentReview(actor, review),
    progress: presentProgress(await countReviewed(actor, review.id)),
    isOpen: review.signed_off_at === null,
    seesClients: seesClients(actor),
    search: filter.search,
    show: filter.show,
    parts: presentParts(t, base, filter),
    rows: page.rows.map((row) => presentFound(actor, t, row)),
    page: { ...page, base: addressOf(base, filter) },
    isFiltered: filter.search !== '' || filter.show !== 'all',
    here: addressOf(base, filter),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  await discardReview(request.actor, id(request, 'reviewId'));
  redirect(request, response, '/access-review', { toast: 'access_review.toasts.discarded' });
}

function filterOf(request: Request): RowsFilter {
  const wanted = query(request, 'show');
  return {
    search: query(request, 'q').trim().slice(0, 200),
    show: rowsShown.find((part) => part === wanted) ?? 'all',
  };
}
