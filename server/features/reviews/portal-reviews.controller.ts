import { paginate } from '../../core/database/index.js';
import {
  addressOf,
  type FormState,
  formState,
  handleForm,
  id,
  NotFound,
  pageNumber,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { sendFile } from '../files/index.js';
import { listApprovers } from './approvers.queries.js';
import { decideReview } from './decisions.service.js';
import { findReviewedFile } from './reviewed-files.service.js';
import { decisionForm } from './reviews.forms.js';
import { presentRound, presentRoundRow } from './reviews.presenter.js';
import {
  type FoundRound,
  findRound,
  listAwaiting,
  listReviewFiles,
  myRounds,
} from './reviews.queries.js';

const indexView = view('reviews/portal-index');
const showView = view('reviews/portal-show');
/** Open reviews that stand above the others. */
const mostAwaiting = 50;

export const portalReviews = { index, show };
export const decisionsOfClients = { create: decide };
export const reviewedFiles = { show: showFile };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const waiting = await listAwaiting(actor, mostAwaiting);
  const answered = myRounds(actor)
    .where((row) => row.whereNotNull('asked.decision').orWhereNot('review_rounds.status', 'open'))
    .whereNot('review_rounds.status', 'withdrawn')
    .orderBy('review_rounds.id', 'desc');
  const page = await paginate(answered as typeof answered & ReturnType<typeof myRounds>, {
    page: pageNumber(request),
    perPage: 25,
  });
  render(request, response, indexView, {
    title: translatorFor(actor.locale)('reviews.portal.title'),
    current: 'reviews',
    waiting: waiting.map((round) => presentRoundRow(actor, round)),
    answered: page.rows.map((round) => presentRoundRow(actor, round)),
    page,
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const round = await findRound(request.actor, id(request, 'roundId'));
  await renderShow(request, response, round, formState());
}

async function decide(request: Request, response: Response): Promise<void> {
  const round = await findRound(request.actor, id(request, 'roundId'));
  await handleForm(request, response, {
    schema: decisionForm,
    save: async ({ decision, comment }) => {
      const ipAddress = addressOf(request);
      const said = { decision, comment, ipAddress, way: 'portal' } as const;
      await decideReview(request.actor, round.id, said);
      redirect(request, response, `/portal/reviews/${round.id}`, {
        toast: `reviews.toasts.${decision}`,
      });
    },
    show: async (form) =>
      renderShow(request, response, await findRound(request.actor, round.id), form),
  });
}

async function showFile(request: Request, response: Response): Promise<void> {
  const { file } = await findReviewedFile(request.actor, id(request, 'reviewFileId'));
  if ((await sendFile(request, response, file)) !== 'sent') throw new NotFound();
}

async function renderShow(
  request: Request,
  response: Response,
  round: FoundRound,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const path = `/portal/reviews/${round.id}`;
  render(request, response, showView, {
    title: round.title,
    current: 'reviews',
    round: presentRound(actor, round, {
      approvers: (await listApprovers([round.id])).get(round.id) ?? [],
      files: (await listReviewFiles([round.id])).get(round.id) ?? [],
      fileHref: (file) => `/portal/reviewed-files/${file.id}`,
    }),
    action: `${path}/decision`,
    form,
  });
}
