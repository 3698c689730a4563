import {
  addressOf,
  type FormState,
  formState,
  handleForm,
  localeOf,
  NotFound,
  query,
  type Request,
  type Response,
  redirect,
  render,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { isMailSetUp } from '../../core/mail/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { forgottenForm, newPasswordForm } from './accounts.forms.js';
import { deviceName, rememberDevice } from './devices.js';
import { takeForgotten } from './forgotten.service.js';
import { lookUpPasswordLink, resetPassword } from './password-links.service.js';
import type { UserRow } from './users.queries.js';

const forgottenView = view('accounts/forgotten');
const resetView = view('accounts/reset-password');
const deadLinkView = view('accounts/dead-link');

/** Asking for a link to a new password. */
export const forgotten = { new: showForgotten, create: askForLink };
/** Using it. */
export const reset = { edit: showReset, update: useLink };

function showForgotten(request: Request, response: Response): void {
  renderForgotten(request, response, formState({ email: '' }));
}

async function askForLink(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: forgottenForm,
    save: async ({ email }) => {
      await takeForgotten(email, addressOf(request));
      redirect(request, response, '/forgot-password?sent=1');
    },
    show: (form) => renderForgotten(request, response, form),
  });
}

async function showReset(request: Request, response: Response): Promise<void> {
  const found = await lookUpPasswordLink(tokenOf(request));
  if (!found) return renderDeadLink(request, response);
  renderReset(request, response, found.user.email, formState());
}

async function useLink(request: Request, response: Response): Promise<void> {
  const token = tokenOf(request);
  const found = await lookUpPasswordLink(token);
  if (!found) return renderDeadLink(request, response);
  const t = translatorFor(localeOf(request));
  await handleForm(request, response, {
    schema: newPasswordForm,
    save: async ({ password }) => {
      const device = deviceName(userAgentOf(request), t);
      const user = await orDead(resetPassword(token, password, { device }));
      // Two who send the form at once: the first has chosen, the second is told.
      if (!user) return renderDeadLink(request, response);
      // Who holds the mailbox may try again here, however often others guess at the account.
      rememberDevice(request, response, user.id);
      redirect(request, response, '/login', { toast: 'accounts.reset.done' });
    },
    show: (form) => renderReset(request, response, found.user.email, form),
  });
}

async function orDead(work: Promise<UserRow>): Promise<UserRow | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

function renderForgotten(request: Request, response: Response, form: FormState): void {
  const t = translatorFor(localeOf(request));
  render(request, response, forgottenView, {
    title: t('accounts.forgotten.title'),
    layout: 'auth',
    form,
    isSent: query(request, 'sent') === '1',
    canMail: isMailSetUp(),
  });
}

function renderReset(request: Request, response: Response, email: string, form: FormState): void {
  const t = translatorFor(localeOf(request));
  keepFromReferrers(response);
  render(request, response, resetView, {
    title: t('accounts.reset.title'),
    layout: 'auth',
    form,
    email,
    minimum: installationSetting('security.password_min_length'),
  });
}

function renderDeadLink(request: Request, response: Response): void {
  const t = translatorFor(localeOf(request));
  keepFromReferrers(response);
  response.status(410);
  render(request, response, deadLinkView, {
    title: t('accounts.dead_link.title'),
    layout: 'auth',
    text: t('accounts.dead_link.password'),
    action: { href: '/forgot-password', label: t('accounts.dead_link.ask_again') },
  });
}

/** The address of such a page is a secret: no other site may learn it from a link on it. */
function keepFromReferrers(response: Response): void {
  response.setHeader('Referrer-Policy', 'no-referrer');
}

function tokenOf(request: Request): string {
  const { token } = request.params;
  if (typeof token !== 'string') throw new NotFound();
  return token;
}
