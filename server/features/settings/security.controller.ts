import {
  type FormState,
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
  view,
} from '../../core/http/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { sectionTitle, showSettings } from './pages.js';
import { securityForm } from './security.forms.js';
import { changeSettings } from './settings.service.js';

const page = view('settings/security');

/** Passwords, sessions and how long the trail is kept. */
export const security = {
  edit(request: Request, response: Response): void {
    show(
      request,
      response,
      formState({
        min_length: installationSetting('security.password_min_length'),
        session_idle_hours: installationSetting('security.session_idle_hours'),
        session_absolute_days: installationSetting('security.session_absolute_days'),
        remember_days: installationSetting('security.remember_days'),
        audit_days: installationSetting('security.audit_days'),
      }),
    );
  },

  async update(request: Request, response: Response): Promise<void> {
    await handleForm(request, response, {
      schema: securityForm,
      save: async (input) => {
        await changeSettings(request.actor, {
          page: sectionTitle(request, 'security'),
          installation: {
            'security.password_min_length': input.min_length,
            'security.session_idle_hours': input.session_idle_hours,
            'security.session_absolute_days': input.session_absolute_days,
            'security.remember_days': input.remember_days,
            'security.audit_days': input.audit_days,
          },
        });
        redirect(request, response, '/settings/security', { toast: 'settings.saved' });
      },
      show: (form) => show(request, response, form),
    });
  },
};

function show(request: Request, response: Response, form: FormState): void {
  showSettings(request, response, page, { section: 'security', form });
}
