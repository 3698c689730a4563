import {
  type FormState,
  formState,
  handleForm,
  localeOf,
  NotFound,
  parseForm,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { setting } from '../../core/settings/index.js';
import { changeOf } from './app.controller.js';
import { frameOf } from './frame.js';
import { keepCodes, takeCodes } from './kept-codes.js';
import { countRecoveryCodes } from './recovery-codes.queries.js';
import { areOwnCodes, renewRecoveryCodes } from './recovery-codes.service.js';
import { buttonForm, codesForm } from './second-factors.forms.js';

const newCodesView = view('second-factors/new_codes');
const codesView = view('second-factors/codes');

/** Recovery codes: shown once when they are made, and made anew. */
export const codes = { show, create };
/** The codes on the page, as a file to keep. */
export const codesFile = { create: sendFile };

async function show(request: Request, response: Response): Promise<void> {
  const made = takeCodes(request, response);
  if (!made) return renderCount(request, response, formState());
  const t = translatorFor(localeOf(request));
  render(request, response, newCodesView, {
    ...frameOf(request, t('second_factors.codes.new_title')),
    codes: made,
  });
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: buttonForm,
    save: async () => {
      keepCodes(request, response, await renewRecoveryCodes(changeOf(request)));
      redirect(request, response, '/profile/two-factor/codes');
    },
    show: (form) => renderCount(request, response, form),
  });
}

/** Only codes that are really theirs and unused, so that nobody is handed a file of made-up ones. */
async function sendFile(request: Request, response: Response): Promise<void> {
  const { codes: wanted } = parseForm(codesForm, request.body);
  if (!(await areOwnCodes(request.actor, wanted))) throw new NotFound();
  const t = translatorFor(localeOf(request));
  const name = setting(request.actor.workspaceId, 'general.name');
  const head = t('second_factors.codes.file_head', { name, email: request.actor.email });
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Content-Disposition', 'attachment; filename="recovery-codes.txt"');
  response.end(`${[head, '', ...wanted].join('\r\n')}\r\n`);
}

async function renderCount(request: Request, response: Response, form: FormState): Promise<void> {
  const t = translatorFor(localeOf(request));
  render(request, response, codesView, {
    ...frameOf(request, t('second_factors.codes.title')),
    form,
    left: await countRecoveryCodes(request.actor.userId),
  });
}
