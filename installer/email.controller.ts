import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  parseForm,
  type Request,
  type Response,
  redirect,
} from '../server/core/http/index.js';
import type { TestResult } from '../server/core/mail/index.js';
import {
  emailForm,
  emailTestForm,
  fieldOfMailProblem,
  mailPreset,
  mailPresets,
} from '../server/features/settings/index.js';
import { emailAnswer, fingerprintOf, skippedEmail, tryEmail } from './email.service.js';
import { installation } from './installation.js';
import { addressOf, showStep, stepAfter } from './pages.js';
import { answersSoFar, type EmailAnswer, keepAnswers, passStep } from './state.js';

/** What came of the last trial, for the page that follows it. */
interface Outcome {
  result?: TestResult;
  address?: string;
}

/** Settings that a trial of this process has found right. */
let proven = '';

/** The server that takes our messages. */
export const email = {
  show(request: Request, response: Response): void {
    present(request, response, formState(shownValues()), {});
  },

  async update(request: Request, response: Response): Promise<void> {
    const button = buttonOf(request);
    if (button === 'skip') return skip(request, response);
    if (button === 'preset') return present(request, response, withPreset(request), {});
    const outcome: Outcome = {};
    await handleForm(request, response, {
      schema: button === 'untested' ? emailForm : emailTestForm,
      save: async (input) => {
        const { config } = installation();
        const answer = emailAnswer(input, answersSoFar(config).email);
        keepAnswers(config, { email: answer });
        if (button !== 'untested') await prove(request, answer, outcome, button === 'test');
        if (button === 'test') return present(request, response, typed(request), outcome);
        passStep(config, 'email');
        redirect(request, response, addressOf(stepAfter('email')));
      },
      show: (form) => present(request, response, form, outcome),
    });
  },
};

function skip(request: Request, response: Response): void {
  const { config } = installation();
  passStep(config, 'email', { email: skippedEmail(answersSoFar(config).email) });
  redirect(request, response, addressOf(stepAfter('email')));
}

/** @throws Invalid when the message could not be sent; settings already proven are not tried again. */
async function prove(
  request: Request,
  answer: EmailAnswer,
  outcome: Outcome,
  always: boolean,
): Promise<void> {
  if (!always && proven === fingerprintOf(answer)) return;
  const answers = answersSoFar(installation().config);
  const { test_address: address } = parseForm(emailTestForm, request.body);
  const name = answers.administrator?.name ?? '';
  const result = await tryEmail(answer, { name, address }, answers);
  Object.assign(outcome, { result, address });
  if (result.ok) proven = fingerprintOf(answer);
  else
    throw new Invalid({ [fieldOfMailProblem(result)]: { key: result.key, values: result.values } });
}

function present(request: Request, response: Response, form: FormState, outcome: Outcome): void {
  const { email: kept } = answersSoFar(installation().config);
  showStep(request, response, 'email', {
    form,
    outcome,
    presets: mailPresets,
    hasPassword: Boolean(kept?.password),
  });
}

function withPreset(request: Request): FormState {
  const { values } = typed(request);
  const { host, port, security, user } = mailPreset(String(values.preset ?? '')) ?? {};
  if (!host) return { values, errors: {} };
  return formState({ ...values, host, port, security, user: user || values.user });
}

function typed(request: Request): FormState {
  const { password: _password, _csrf, ...shown } = request.body as Record<string, string>;
  return formState(shown);
}

function shownValues(): Record<string, string | number | undefined> {
  const { email: kept, administrator, organisation } = answersSoFar(installation().config);
  return {
    host: kept?.host,
    port: kept?.port ?? 587,
    security: kept?.security ?? 'starttls',
    user: kept?.user,
    from_name: kept?.from_name || organisation?.name,
    from_address: kept?.from_address || administrator?.email,
    reply_to: kept?.reply_to,
    test_address: administrator?.email,
  };
}

function buttonOf(request: Request): string {
  const { go } = request.body as { go?: unknown };
  return typeof go === 'string' ? go : 'next';
}
