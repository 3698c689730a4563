import { now } from '../../core/dates/index.js';
import {
  confirmationGate,
  type FormState,
  formState,
  handleForm,
  isOwnPath,
  localeOf,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { confirmationForm } from './accounts.forms.js';
import { confirmWithPassword } from './confirmation.service.js';
import { googleSignIn, signInLinks } from './neighbours.js';
import { ownAccount } from './profile.service.js';

const gateView = view('accounts/confirm-password');

/**
 * Typing one's password again before something sensitive; then it goes on where it stopped. Who has
 * none, or has it not at hand, comes in anew the way they do, which counts as much.
 */
export const confirmation = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  await show(request, response, formState({ next: query(request, 'next') }));
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: confirmationForm,
    save: async ({ current_password, next }) => {
      await confirmWithPassword(await ownAccount(request.actor), current_password);
      request.session.confirmedAt = now();
      redirect(request, response, destination(next));
    },
    show: (form) => show(request, response, form),
  });
}

async function show(request: Request, response: Response, form: FormState): Promise<void> {
  const { actor } = request;
  const { next } = form.values;
  const { password_hash } = await ownAccount(actor);
  const google = await googleSignIn().present(request);
  render(request, response, gateView, {
    title: translatorFor(localeOf(request))('accounts.confirm_password.title'),
    layout: 'auth',
    form,
    action: confirmationGate,
    email: actor.email,
    next: isOwnPath(next) ? next : '',
    hasPassword: password_hash !== null,
    offersGoogle: google.isOffered === true && google.email !== '',
    offersLink: actor.kind === 'client' && signInLinks().isOffered(),
  });
}

/** Only pages of this site (CVE 46). */
function destination(next: string | undefined): string {
  return isOwnPath(next) && !next.startsWith(confirmationGate) ? next : '/';
}
