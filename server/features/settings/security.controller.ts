import {
  type FormState,
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { isMailSetUp } from '../../core/mail/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { sectionTitle, showSettings } from './pages.js';
import { securityForm } from './security.forms.js';
import { roleChoices } from './security.presenter.js';
import { changeSecurity } from './security.service.js';

const page = view('settings/security');

/** Ways in, passwords, second factors, sessions and how long the trail is kept. */
export const security = {
  async edit(request: Request, response: Response): Promise<void> {
    const form = formState({
      min_length: installationSetting('security.password_min_length'),
      sign_in_link: installationSetting('security.sign_in_link') ? '1' : '',
      second_factor_roles: Object.keys(installationSetting('security.second_factor_roles')),
      second_factor_days: installationSetting('security.second_factor_days'),
      session_idle_hours: installationSetting('security.session_idle_hours'),
      session_absolute_days: installationSetting('security.session_absolute_days'),
      remember_days: installationSetting('security.remember_days'),
      audit_days: installationSetting('security.audit_days'),
      sign_in_days: installationSetting('security.sign_in_days'),
      access_review_days: installationSetting('security.access_review_days'),
    });
    await show(request, response, form);
  },

  async update(request: Request, response: Response): Promise<void> {
    await handleForm(request, response, {
      schema: securityForm,
      save: async (input) => {
        await changeSecurity(request.actor, sectionTitle(request, 'security'), input);
        redirect(request, response, '/settings/security', { toast: 'settings.saved' });
      },
      show: (form) => show(request, response, form),
    });
  },
};

async function show(request: Request, response: Response, form: FormState): Promise<void> {
  const { actor } = request;
  const roles = await roleChoices(actor, translatorFor(actor.locale), form);
  const canMail = isMailSetUp();
  showSettings(request, response, page, { section: 'security', form, roles, canMail });
}
