import {
  type FormState,
  formState,
  handleForm,
  id,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { signatureForm } from './access-review.forms.js';
import { frameOf } from './frame.js';
import { countOpen, countReviewed, findReview } from './reviews.queries.js';
import { signOff } from './reviews.service.js';

const signatureView = view('access-review/signature');

/** Signing a review off. */
export const signatures = { new: newSignature, create };

async function newSignature(request: Request, response: Response): Promise<void> {
  await renderForm(request, response, formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const reviewId = id(request, 'reviewId');
  await handleForm(request, response, {
    schema: signatureForm,
    save: async ({ note }) => {
      await signOff(request.actor, reviewId, note);
      redirect(request, response, `/access-review/${reviewId}/record`, {
        toast: 'access_review.toasts.signed_off',
      });
    },
    show: (form) => renderForm(request, response, form),
  });
}

async function renderForm(request: Request, response: Response, form: FormState): Promise<void> {
  const { actor } = request;
  const review = await findReview(actor, id(request, 'reviewId'));
  const open = await countOpen(review.id, actor.userId);
  render(request, response, signatureView, {
    ...frameOf(request, review, translatorFor(actor.locale)('access_review.signature.crumb')),
    form,
    counts: await countReviewed(actor, review.id),
    open: open.all - open.own,
    own: open.own,
    reviewHref: `/access-review/${review.id}`,
  });
}
