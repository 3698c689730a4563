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
import { filesForm } from './security.forms.js';
import { changeSettings } from './settings.service.js';

const page = view('settings/files');
const megabyte = 1_000_000;
const gigabyte = 1_000_000_000;

/** What may be uploaded, and how much of it. */
export const files = {
  edit(request: Request, response: Response): void {
    show(
      request,
      response,
      formState({
        max_megabytes: Math.ceil(installationSetting('files.max_bytes') / megabyte),
        quota_gigabytes: Math.ceil(installationSetting('files.quota_bytes') / gigabyte),
        extensions: installationSetting('files.allowed_extensions').join(', '),
      }),
    );
  },

  async update(request: Request, response: Response): Promise<void> {
    await handleForm(request, response, {
      schema: filesForm,
      save: async (input) => {
        await changeSettings(request.actor, {
          page: sectionTitle(request, 'files'),
          installation: {
            'files.max_bytes': input.max_megabytes * megabyte,
            'files.quota_bytes': input.quota_gigabytes * gigabyte,
            'files.allowed_extensions': input.extensions,
          },
        });
        redirect(request, response, '/settings/files', { toast: 'settings.saved' });
      },
      show: (form) => show(request, response, form),
    });
  },
};

function show(request: Request, response: Response, form: FormState): void {
  showSettings(request, response, page, { section: 'files', form });
}
