import {
  addressOf,
  type FormState,
  formState,
  handleForm,
  isOwnPath,
  localeOf,
  NotFound,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { knownDevice, landing } from '../accounts/index.js';
import { keepNext } from './next-page.js';
import { isOffered } from './offer.policy.js';
import { takeRequest } from './requests.service.js';
import { requestForm } from './sign-in-links.forms.js';

const newView = view('sign-in-links/new');

/** Asking for a link to sign in by. */
export const requests = { new: showNew, goOn, create };

function showNew(request: Request, response: Response): void {
  show(request, response, formState({ email: '', next: query(request, 'next') }));
}

/** Somebody has signed in meanwhile in another tab and now sends the form of this one: they are in. */
function goOn(request: Request, response: Response): void {
  redirect(request, response, landing(typed(request, 'next')));
}

async function create(request: Request, response: Response): Promise<void> {
  if (!isOffered()) throw new NotFound();
  // The button on the sign-in page brings along what was typed there.
  if (typed(request, 'step') === 'open') {
    const brought = { email: typed(request, 'email').trim(), next: typed(request, 'next') };
    return show(request, response, formState(brought));
  }
  await handleForm(request, response, {
    schema: requestForm,
    save: async ({ email, next }) => {
      const deviceOf = (userId: number | undefined) => knownDevice(request, userId);
      await takeRequest({ email, ip: addressOf(request), deviceOf });
      keepNext(request, response, landing(next));
      redirect(request, response, '/login/link?sent=1');
    },
    show: (form) => show(request, response, form),
  });
}

function show(request: Request, response: Response, form: FormState): void {
  if (!isOffered()) throw new NotFound();
  const { next } = form.values;
  render(request, response, newView, {
    title: translatorFor(localeOf(request))('sign_in_links.new.title'),
    layout: 'auth',
    form,
    next: isOwnPath(next) ? next : '',
    isSent: query(request, 'sent') === '1',
    isIn: request.visitor !== undefined,
  });
}

function typed({ body }: Request, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value.slice(0, 1000) : '';
}
