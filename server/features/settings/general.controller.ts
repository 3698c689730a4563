import { fixedByEnvironment } from '../../core/config/index.js';
import {
  type FormState,
  formState,
  handleForm,
  localeOf,
  type Request,
  type Response,
  redirect,
  view,
} from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { installationSetting, setting } from '../../core/settings/index.js';
import { currencyChoices, localeChoices, timezoneChoices } from './choices.js';
import { generalForm, generalFormWithAddress } from './general.forms.js';
import { sectionTitle, showSettings } from './pages.js';
import { changeSettings } from './settings.service.js';

const page = view('settings/general');

/** Name, place and language of the organisation. */
export const general = {
  edit(request: Request, response: Response): void {
    const { workspaceId } = request.actor;
    show(
      request,
      response,
      formState({
        name: setting(workspaceId, 'general.name'),
        timezone: setting(workspaceId, 'general.timezone'),
        currency: setting(workspaceId, 'general.currency'),
        locale: setting(workspaceId, 'general.locale'),
        base_url: installationSetting('general.base_url'),
      }),
    );
  },

  async update(request: Request, response: Response): Promise<void> {
    const { actor } = request;
    await handleForm(request, response, {
      schema: ownsAddress(actor) ? generalFormWithAddress : generalForm,
      save: async (input) => {
        await changeSettings(actor, {
          page: sectionTitle(request, 'general'),
          workspace: {
            'general.name': input.name,
            'general.timezone': input.timezone,
            'general.currency': input.currency,
            'general.locale': input.locale,
          },
          ...('base_url' in input
            ? { installation: { 'general.base_url': String(input.base_url) } }
            : {}),
        });
        redirect(request, response, '/settings/general', { toast: 'settings.saved' });
      },
      show: (form) => show(request, response, form),
    });
  },
};

/** The address is in every link of every workspace: whoever runs the installation decides on it. */
function ownsAddress(actor: Actor): boolean {
  return holds(actor, 'settings.maintenance');
}

function show(request: Request, response: Response, form: FormState): void {
  const locale = localeOf(request);
  showSettings(request, response, page, {
    section: 'general',
    form,
    hasAddress: ownsAddress(request.actor),
    addressIsFixed: fixedByEnvironment().has('baseUrl'),
    timezones: timezoneChoices(String(form.values.timezone ?? '')),
    currencies: currencyChoices(locale),
    locales: localeChoices(),
  });
}
