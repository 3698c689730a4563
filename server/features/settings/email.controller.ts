import {
  type FormState,
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
  view,
} from '../../core/http/index.js';
import type { TestResult } from '../../core/mail/index.js';
import { installationSetting } from '../../core/settings/index.js';
import { emailForm, emailTestForm } from './email.forms.js';
import { fieldOfMailProblem } from './email.presenter.js';
import { saveEmail, tryEmail } from './email.service.js';
import { mailPreset, mailPresets } from './mail-presets.js';
import { sectionTitle, showSettings } from './pages.js';

const page = view('settings/email');

/** What came of a trial, for the page that follows it. */
interface Outcome {
  result?: TestResult;
  address?: string;
}

/** How e-mail leaves. */
export const email = {
  edit(request: Request, response: Response): void {
    show(request, response, formState(storedValues(request)), {});
  },

  async update(request: Request, response: Response): Promise<void> {
    if (buttonOf(request) === 'preset') return show(request, response, withPreset(request), {});
    if (buttonOf(request) === 'test') return test(request, response);
    await handleForm(request, response, {
      schema: emailForm,
      save: async (input) => {
        await saveEmail(request.actor, sectionTitle(request, 'email'), input);
        redirect(request, response, '/settings/email', { toast: 'settings.saved' });
      },
      show: (form) => show(request, response, form, {}),
    });
  },
};

/** Tries what stands in the form, saved or not; the answer is the mail server's own. */
async function test(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: emailTestForm,
    save: async (input) => {
      const result = await tryEmail(request.actor, input, input.test_address);
      const form = typed(request);
      if (!result.ok) {
        response.status(422);
        form.errors[fieldOfMailProblem(result)] = '';
      }
      show(request, response, form, { result, address: input.test_address });
    },
    show: (form) => show(request, response, form, {}),
  });
}

function show(request: Request, response: Response, form: FormState, outcome: Outcome): void {
  showSettings(request, response, page, {
    section: 'email',
    form,
    outcome,
    presets: mailPresets,
    hasPassword: installationSetting('mail.password') !== '',
  });
}

function storedValues(request: Request): Record<string, string | number> {
  return {
    host: installationSetting('mail.host'),
    port: installationSetting('mail.port'),
    security: installationSetting('mail.security'),
    user: installationSetting('mail.user'),
    from_name: installationSetting('mail.from_name'),
    from_address: installationSetting('mail.from_address'),
    reply_to: installationSetting('mail.reply_to'),
    test_address: request.actor.email,
  };
}

function withPreset(request: Request): FormState {
  const form = typed(request);
  const preset = mailPreset(String(form.values.preset ?? ''));
  if (!preset) return form;
  const { host, port, security, user } = preset;
  return formState({ ...form.values, host, port, security, user: user || form.values.user });
}

function typed(request: Request): FormState {
  const { password: _password, _csrf, ...shown } = request.body as Record<string, string>;
  return formState(shown);
}

function buttonOf(request: Request): string {
  const { go } = request.body as { go?: unknown };
  return typeof go === 'string' ? go : '';
}
