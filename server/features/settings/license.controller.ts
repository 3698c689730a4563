import { z } from 'zod';
import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  type Request,
  type Response,
  redirect,
  view,
} from '../../core/http/index.js';
import { examineLicense, licenseStatus } from '../../core/license.js';
import { installationSetting } from '../../core/settings/index.js';
import { sectionTitle, showSettings } from './pages.js';
import { changeSettings } from './settings.service.js';

const page = view('settings/license');
const schema = z.object({ key: z.string().trim().max(2000, 'errors.too_long').default('') });

/** The licence: what it says, and another key. Nothing else in the product asks for it. */
export const license = {
  edit(request: Request, response: Response): void {
    show(request, response, formState({ key: '' }));
  },

  async update(request: Request, response: Response): Promise<void> {
    await handleForm(request, response, {
      schema,
      save: async ({ key }) => {
        refuseUnusable(key);
        await changeSettings(request.actor, {
          page: sectionTitle(request, 'license'),
          installation: { 'license.key': key },
        });
        redirect(request, response, '/settings/license', { toast: 'settings.saved' });
      },
      show: (form) => show(request, response, form),
    });
  },
};

/** @throws Invalid {key} */
function refuseUnusable(key: string): void {
  const address = installationSetting('general.base_url');
  if (key === '') throw new Invalid({ key: 'errors.required' });
  const { state, domains } = examineLicense(key, address);
  if (state === 'invalid') throw new Invalid({ key: 'settings.license.errors.invalid' });
  if (state !== 'other_domain') return;
  const values = { domains: domains.join(', '), address };
  throw new Invalid({ key: { key: 'settings.license.errors.other_domain', values } });
}

function show(request: Request, response: Response, form: FormState): void {
  showSettings(request, response, page, { section: 'license', form, license: licenseStatus() });
}
