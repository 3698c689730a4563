import {
  type FormState,
  formState,
  handleForm,
  id,
  localeOf,
  type Request,
  type Response,
  redirect,
  render,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { deviceName, renewSession } from '../accounts/index.js';
import { changeOf, goOn } from './app.controller.js';
import { ask, takeToken } from './asked.js';
import { frameOf } from './frame.js';
import { passkeySite } from './passkey-site.js';
import type { PasskeyRow } from './passkeys.queries.js';
import {
  beginRegistration,
  findOwnPasskey,
  registerPasskey,
  removePasskey,
} from './passkeys.service.js';
import { buttonForm, passkeyForm } from './second-factors.forms.js';

const newView = view('second-factors/passkey');
const removalView = view('second-factors/removal');

/** Adding a passkey: the page, the question to the browser, and its answer. */
export const passkeys = { new: showNew, show: askBrowser, create };
/** Taking one away. */
export const passkeyRemovals = { new: showRemoval, create: remove };

function showNew(request: Request, response: Response): void {
  const t = translatorFor(localeOf(request));
  show(request, response, formState({ name: deviceName(userAgentOf(request), t) }));
}

async function askBrowser(request: Request, response: Response): Promise<void> {
  ask(request, response, await beginRegistration(request.actor));
}

async function create(request: Request, response: Response): Promise<void> {
  const token = takeToken(request, response);
  await handleForm(request, response, {
    schema: passkeyForm,
    save: async ({ name, credential }) => {
      const answered = { name, answer: credential, token };
      await goOn(request, response, await registerPasskey(changeOf(request), answered));
    },
    show: (form) => show(request, response, form),
  });
}

async function showRemoval(request: Request, response: Response): Promise<void> {
  const passkey = await findOwnPasskey(request.actor, id(request, 'passkeyId'));
  renderRemoval(request, response, passkey, formState());
}

async function remove(request: Request, response: Response): Promise<void> {
  const passkey = await findOwnPasskey(request.actor, id(request, 'passkeyId'));
  await handleForm(request, response, {
    schema: buttonForm,
    save: async () => {
      await removePasskey(changeOf(request), passkey.id);
      await renewSession(request);
      redirect(request, response, '/profile/security', {
        toast: 'second_factors.passkeys.removed',
      });
    },
    show: (form) => renderRemoval(request, response, passkey, form),
  });
}

function show(request: Request, response: Response, form: FormState): void {
  const t = translatorFor(localeOf(request));
  // The answer of the browser is no text that somebody typed.
  const { credential, ...errors } = form.errors;
  const shown = credential ? { ...errors, '': credential } : errors;
  render(request, response, newView, {
    ...frameOf(request, t('second_factors.passkeys.new_title')),
    form: { ...form, errors: shown },
    offersPasskeys: passkeySite() !== undefined,
  });
}

function renderRemoval(
  request: Request,
  response: Response,
  { id: passkeyId, name }: PasskeyRow,
  form: FormState,
): void {
  const t = translatorFor(localeOf(request));
  render(request, response, removalView, {
    ...frameOf(request, t('second_factors.passkeys.remove_title', { name })),
    form,
    intro: t('second_factors.passkeys.remove_intro'),
    action: `/profile/two-factor/passkeys/${passkeyId}/removal`,
    button: t('second_factors.passkeys.remove'),
  });
}
