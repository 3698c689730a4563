import {
  addressOf,
  type FormState,
  formState,
  handleForm,
  id,
  localeOf,
  NotFound,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { sendFile } from '../files/index.js';
import { listApprovers } from './approvers.queries.js';
import { decideByLink, type LinkedDecision, lookUpDecision } from './review-links.service.js';
import { findReviewedFile } from './reviewed-files.service.js';
import { decisionForm } from './reviews.forms.js';
import { presentRound } from './reviews.presenter.js';
import { listReviewFiles } from './reviews.queries.js';

const showView = view('reviews/link');
const doneView = view('reviews/link-done');
const deadView = view('reviews/link-dead');

/** Deciding by the link of a mail. Only the button decides: mail programs open links by themselves. */
export const reviewLinks = { edit: show, update: decide };
export const linkedFiles = { show: showFile };

async function show(request: Request, response: Response): Promise<void> {
  const found = await lookUpDecision(String(request.params.token));
  if (!found) return renderDead(request, response);
  await renderShow(request, response, found, formState());
}

async function decide(request: Request, response: Response): Promise<void> {
  const found = await lookUpDecision(String(request.params.token));
  if (!found) return renderDead(request, response);
  await handleForm(request, response, {
    schema: decisionForm,
    save: async ({ decision, comment }) => {
      try {
        await decideByLink(found, { decision, comment, ipAddress: addressOf(request) });
      } catch (error) {
        // Two clicks at once: the first has decided, the second is told that the link was used.
        if (error instanceof NotFound) return renderDead(request, response);
        throw error;
      }
      keepFromReferrers(response);
      render(request, response, doneView, {
        title: translatorFor(localeOf(request))(`reviews.toasts.${decision}`),
        layout: 'auth',
        href: `/portal/reviews/${found.round.id}`,
      });
    },
    show: (form) => renderShow(request, response, found, form),
  });
}

async function showFile(request: Request, response: Response): Promise<void> {
  const found = await lookUpDecision(String(request.params.token));
  if (!found) throw new NotFound();
  const { file, roundId } = await findReviewedFile(found.actor, id(request, 'reviewFileId'));
  if (roundId !== found.round.id) throw new NotFound();
  keepFromReferrers(response);
  if ((await sendFile(request, response, file)) !== 'sent') throw new NotFound();
}

async function renderShow(
  request: Request,
  response: Response,
  { actor, round }: LinkedDecision,
  form: FormState,
): Promise<void> {
  keepFromReferrers(response);
  const path = `/review/${String(request.params.token)}`;
  render(request, response, showView, {
    title: round.title,
    layout: 'auth',
    name: actor.name,
    round: presentRound(actor, round, {
      approvers: (await listApprovers([round.id])).get(round.id) ?? [],
      files: (await listReviewFiles([round.id])).get(round.id) ?? [],
      fileHref: (file) => `${path}/files/${file.id}`,
    }),
    action: path,
    form,
  });
}

/** One page for all reasons: who holds a dead link learns nothing of what it was for. */
function renderDead(request: Request, response: Response): void {
  keepFromReferrers(response);
  response.status(410);
  render(request, response, deadView, {
    title: translatorFor(localeOf(request))('reviews.link.dead'),
    layout: 'auth',
  });
}

/** The address of such a page is a secret: no other site may learn it from a link on it. */
function keepFromReferrers(response: Response): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
}
