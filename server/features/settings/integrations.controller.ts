import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  NotFound,
  type Request,
  type Response,
  redirect,
  view,
} from '../../core/http/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { callbackAddress, type TestOutcome, tryCredentials } from '../google-sign-in/index.js';
import { type IntegrationsInput, integrationsForm } from './integrations.forms.js';
import { sectionTitle, showSettings } from './pages.js';
import { changeSettings } from './settings.service.js';

const page = view('settings/integrations');

/** Services of others: sign-in by Google. It concerns the whole installation. */
export const integrations = { edit, update };

function edit(request: Request, response: Response): void {
  requirePrimary(request);
  const form = formState({
    client_id: installationSetting('google.client_id'),
    domain: installationSetting('google.domain'),
    allows_new: installationSetting('google.allows_new') ? 'on' : '',
  });
  show(request, response, form);
}

async function update(request: Request, response: Response): Promise<void> {
  requirePrimary(request);
  await handleForm(request, response, {
    schema: integrationsForm,
    save: async (input) => {
      if (input.go === 'test') return test(request, response, input);
      if (input.client_id !== '' && secretOf(input) === '')
        throw new Invalid({ client_secret: 'errors.required' });
      await changeSettings(request.actor, {
        page: sectionTitle(request, 'integrations'),
        installation: {
          'google.client_id': input.client_id,
          'google.client_secret': secretOf(input),
          'google.domain': input.domain,
          'google.allows_new': input.allows_new,
        },
      });
      redirect(request, response, '/settings/integrations', { toast: 'settings.saved' });
    },
    show: (form) => show(request, response, form),
  });
}

/** Tries what stands in the form, saved or not; the answer is Google's own. */
async function test(request: Request, response: Response, input: IntegrationsInput) {
  const clientSecret = secretOf(input);
  const outcome = await tryCredentials({ clientId: input.client_id, clientSecret });
  if (outcome !== 'ok') response.status(422);
  const { client_id, domain, allows_new } = input;
  const form = formState({ client_id, domain, allows_new: allows_new ? 'on' : '' });
  show(request, response, form, outcome);
}

/** A secret left empty stays for the same client; for another it goes. */
function secretOf({ client_id, client_secret }: IntegrationsInput): string {
  if (client_secret !== '') return client_secret;
  const isSame = client_id === installationSetting('google.client_id');
  return isSame ? installationSetting('google.client_secret') : '';
}

function requirePrimary({ actor }: Request): void {
  if (!actor.isPrimaryWorkspace) throw new NotFound();
}

function show(
  request: Request,
  response: Response,
  form: FormState,
  outcome: TestOutcome | null = null,
): void {
  showSettings(request, response, page, {
    section: 'integrations',
    form,
    outcome,
    callback: callbackAddress(),
    hasSecret: installationSetting('google.client_secret') !== '',
  });
}
