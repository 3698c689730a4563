import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  localeOf,
  NotFound,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { changeEmailForm } from './accounts.forms.js';
import {
  askForEmailChange,
  cancelEmailChange,
  confirmEmail,
  lookUpEmailLink,
} from './email-change.service.js';
import { profileTabs } from './profile.presenter.js';
import { ownAccount } from './profile.service.js';

const changeView = view('profile/email');
const confirmView = view('accounts/confirm-email');
const deadLinkView = view('accounts/dead-link');

/** Asking for another address. */
export const emailChange = { edit, create, destroy };
/** Confirming it from its mailbox. */
export const emailConfirmation = { edit: showConfirmation, update: confirm };

async function edit(request: Request, response: Response): Promise<void> {
  await show(request, response, formState({ email: '' }));
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: changeEmailForm,
    save: async (input) => {
      await askForEmailChange(request.actor, input);
      const toast = { key: 'profile.email.sent', values: { address: input.email } };
      redirect(request, response, '/profile', { toast });
    },
    show: (form) => show(request, response, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  await cancelEmailChange(request.actor);
  redirect(request, response, '/profile', { toast: 'profile.email.cancelled' });
}

async function showConfirmation(request: Request, response: Response): Promise<void> {
  const found = await lookUpEmailLink(String(request.params.token));
  if (!found) return renderDead(request, response, 'accounts.dead_link.email');
  const t = translatorFor(localeOf(request));
  response.setHeader('Referrer-Policy', 'no-referrer');
  render(request, response, confirmView, {
    title: t('accounts.confirm_email.title'),
    layout: 'auth',
    email: found.email,
    name: found.user.name,
  });
}

/** Only the button changes anything: mail programs open links by themselves. */
async function confirm(request: Request, response: Response): Promise<void> {
  const token = String(request.params.token);
  if (!(await lookUpEmailLink(token)))
    return renderDead(request, response, 'accounts.dead_link.email');
  try {
    await confirmEmail(token);
  } catch (error) {
    const isTaken = error instanceof Invalid;
    if (!isTaken && !(error instanceof NotFound)) throw error;
    const reason = isTaken ? 'email_taken' : 'email';
    return renderDead(request, response, `accounts.dead_link.${reason}`);
  }
  const page = request.visitor ? '/profile' : '/login';
  redirect(request, response, page, { toast: 'accounts.confirm_email.done' });
}

async function show(request: Request, response: Response, form: FormState): Promise<void> {
  const t = translatorFor(localeOf(request));
  const user = await ownAccount(request.actor);
  render(request, response, changeView, {
    title: t('profile.email.title'),
    current: 'profile',
    crumbs: [{ label: t('profile.title'), href: '/profile' }, { label: t('profile.email.title') }],
    pageTabs: profileTabs(t, 'profile'),
    form,
    email: user.email,
  });
}

function renderDead(request: Request, response: Response, key: string): void {
  const t = translatorFor(localeOf(request));
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.status(410);
  render(request, response, deadLinkView, {
    title: t('accounts.dead_link.title'),
    layout: 'auth',
    text: t(key),
    action: { href: '/profile', label: t('accounts.dead_link.to_profile') },
  });
}
