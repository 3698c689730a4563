import {
  currentSessionToken,
  type FormState,
  formState,
  handleForm,
  localeOf,
  NotFound,
  type Request,
  type Response,
  redirect,
  render,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { renewSession } from '../accounts/index.js';
import { lookUpAuthenticator } from './authenticators.queries.js';
import {
  confirmSecret,
  type Offer,
  offerSecret,
  removeAuthenticator,
  reopenOffer,
} from './authenticators.service.js';
import type { Change } from './factors.service.js';
import { frameOf } from './frame.js';
import { keepCodes } from './kept-codes.js';
import { passkeySite } from './passkey-site.js';
import { drawQrCode } from './qr-code.js';
import { appForm, buttonForm } from './second-factors.forms.js';

const setUpView = view('second-factors/app');
const removalView = view('second-factors/removal');

/** Setting up an authenticator app, or another one in place of it. */
export const app = { new: showNew, create };
/** Taking it away. */
export const appRemoval = { new: showRemoval, create: remove };

async function showNew(request: Request, response: Response): Promise<void> {
  await show(request, response, formState(), offerSecret(request.actor));
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: appForm,
    save: async (input) => {
      const codes = await confirmSecret(changeOf(request), input);
      await goOn(request, response, codes);
    },
    show: (form) => {
      const offer = reopenOffer(request.actor, String(form.values.sealed ?? ''));
      return show(request, response, form, offer);
    },
  });
}

async function showRemoval(request: Request, response: Response): Promise<void> {
  await renderRemoval(request, response, formState());
}

async function remove(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: buttonForm,
    save: async () => {
      await removeAuthenticator(changeOf(request));
      await renewSession(request);
      redirect(request, response, '/profile/security', { toast: 'second_factors.app.removed' });
    },
    show: (form) => renderRemoval(request, response, form),
  });
}

/** After a factor was added: the session goes on under a new id, and new codes are shown once. */
export async function goOn(request: Request, response: Response, codes: string[]): Promise<void> {
  await renewSession(request);
  if (codes.length === 0) {
    redirect(request, response, '/profile/security', { toast: 'second_factors.saved' });
    return;
  }
  keepCodes(request, response, codes);
  redirect(request, response, '/profile/two-factor/codes');
}

/** Who changes their second factors, from where. */
export function changeOf(request: Request): Change {
  const token = currentSessionToken(request);
  return { actor: request.actor, userAgent: userAgentOf(request), token };
}

async function show(
  request: Request,
  response: Response,
  form: FormState,
  { secret, sealed, address }: Offer,
): Promise<void> {
  const t = translatorFor(localeOf(request));
  render(request, response, setUpView, {
    ...frameOf(request, t('second_factors.app.title')),
    form,
    sealed,
    qr: drawQrCode(address),
    secret: secret.match(/.{1,4}/g)?.join(' ') ?? secret,
    address,
    offersPasskeys: passkeySite() !== undefined,
    isReplaced: (await lookUpAuthenticator(request.actor.userId)) !== undefined,
  });
}

async function renderRemoval(request: Request, response: Response, form: FormState) {
  if (!(await lookUpAuthenticator(request.actor.userId))) throw new NotFound();
  const t = translatorFor(localeOf(request));
  const frame = frameOf(request, t('second_factors.app.remove_title'));
  render(request, response, removalView, {
    ...frame,
    form,
    intro: t('second_factors.app.remove_intro'),
    action: '/profile/two-factor/app/removal',
    button: t('second_factors.app.remove'),
  });
}
