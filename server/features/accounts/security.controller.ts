import {
  currentSessionToken,
  type FormState,
  formState,
  handleForm,
  localeOf,
  passwordGate,
  type Request,
  type Response,
  redirect,
  render,
  userAgentOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { changePasswordForm, newPasswordForm } from './accounts.forms.js';
import { confirmWithPassword } from './confirmation.service.js';
import { deviceName } from './devices.js';
import { renewSession } from './entrance.js';
import { googleSignIn, secondFactors } from './neighbours.js';
import { changePassword } from './passwords.service.js';
import { profileTabs } from './profile.presenter.js';
import { ownAccount } from './profile.service.js';
import type { UserRow } from './users.queries.js';

const securityView = view('profile/security');
const gateView = view('accounts/change-password');

/** Changing one's password whenever one likes. */
export const security = { edit, update };
/** Setting a password of one's own instead of the initial one, before anything else. */
export const firstPassword = { edit: editFirst, update: updateFirst };

async function edit(request: Request, response: Response): Promise<void> {
  await show(request, response, formState());
}

async function update(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: changePasswordForm,
    save: async ({ current_password, password }) => {
      const user = await ownAccount(request.actor);
      await confirmWithPassword(user, current_password);
      await change(request, user, password);
      redirect(request, response, '/profile/security', { toast: 'accounts.security.changed' });
    },
    show: (form) => show(request, response, form),
  });
}

async function editFirst(request: Request, response: Response): Promise<void> {
  if (!request.actor.mustChangePassword) return redirect(request, response, '/profile/security');
  showFirst(request, response, formState());
}

async function updateFirst(request: Request, response: Response): Promise<void> {
  if (!request.actor.mustChangePassword) return redirect(request, response, '/profile/security');
  await handleForm(request, response, {
    schema: newPasswordForm,
    save: async ({ password }) => {
      await change(request, await ownAccount(request.actor), password);
      redirect(request, response, '/', { toast: 'accounts.security.changed' });
    },
    show: (form) => showFirst(request, response, form),
  });
}

/** Every other session ends, and this one goes on under a new id (ASVS 7.2.4). */
async function change(request: Request, user: UserRow, password: string): Promise<void> {
  const t = translatorFor(localeOf(request));
  await changePassword(user, password, {
    device: deviceName(userAgentOf(request), t),
    exceptToken: currentSessionToken(request),
  });
  await renewSession(request);
}

async function show(request: Request, response: Response, form: FormState): Promise<void> {
  const t = translatorFor(localeOf(request));
  const user = await ownAccount(request.actor);
  render(request, response, securityView, {
    title: t('accounts.security.title'),
    current: 'profile',
    pageTabs: profileTabs(t, 'security'),
    form,
    email: user.email,
    changedAt: user.password_changed_at,
    minimum: installationSetting('security.password_min_length'),
    secondFactors: await secondFactors().present(request),
    google: await googleSignIn().present(request),
  });
}

function showFirst(request: Request, response: Response, form: FormState): void {
  const t = translatorFor(localeOf(request));
  render(request, response, gateView, {
    title: t('accounts.first_password.title'),
    layout: 'auth',
    form,
    action: passwordGate,
    email: request.actor.email,
    minimum: installationSetting('security.password_min_length'),
  });
}
