import type { Config } from '../server/core/config/index.js';
import {
  type FormState,
  formState,
  handleForm,
  localeOf,
  NotFound,
  type Request,
  type Response,
  redirect,
  takeUploads,
} from '../server/core/http/index.js';
import { open, remove } from '../server/core/storage/index.js';
import {
  brandPreviewCss,
  brandSheet,
  currencyChoices,
  localeChoices,
  presentColor,
  storePicture,
  timezoneChoices,
  usualTimezone,
} from '../server/features/settings/index.js';
import { installation } from './installation.js';
import { type OrganisationInput, organisationForm } from './organisation.forms.js';
import { addressOf, showStep, stepAfter } from './pages.js';
import { answersSoFar, keepAnswers, type OrganisationAnswer, passStep } from './state.js';

const usualColor = '#1f6f5c';

/** Name, look and place of the organisation. */
export const organisation = {
  show(request: Request, response: Response): void {
    present(request, response, formState(shownValues(request)));
  },

  async update(request: Request, response: Response): Promise<void> {
    const { config } = installation();
    await handleForm(request, response, {
      schema: organisationForm,
      save: async (input) => {
        const answer = await answerOf(request, config, input);
        keepAnswers(config, { organisation: answer });
        // What was looked at or taken away is kept, but the step is not passed by it.
        const stays = wants(request, 'preview') || wants(request, 'remove-logo');
        if (!stays) passStep(config, 'organisation');
        redirect(request, response, addressOf(stays ? 'organisation' : stepAfter('organisation')));
      },
      show: (form) => present(request, response, form),
    });
  },
};

/** The colours under trial as a style sheet, and the logo that was uploaded. */
export const preview = {
  css(request: Request, response: Response): void {
    const color = typeof request.query.color === 'string' ? request.query.color : '';
    const css = brandPreviewCss(color);
    if (css === undefined) throw new NotFound();
    sendCss(response, css);
  },

  async logo(_request: Request, response: Response): Promise<void> {
    const key = answersSoFar(installation().config).organisation?.logo;
    if (!key) throw new NotFound();
    const { stream } = await open(key);
    response.setHeader('Content-Type', 'image/png');
    response.setHeader('Cache-Control', 'no-store');
    stream.pipe(response);
  },

  /** The installer's own colours. */
  brand(_request: Request, response: Response): void {
    sendCss(response, brandSheet(usualColor).css);
  },
};

async function answerOf(
  request: Request,
  config: Config,
  input: OrganisationInput,
): Promise<OrganisationAnswer> {
  const before = answersSoFar(config).organisation?.logo ?? '';
  const uploaded = await storePicture(takeUploads(request, 'logo'), 'logo', 'logo');
  const logo = uploaded ?? (wants(request, 'remove-logo') ? '' : before);
  if (before !== '' && logo !== before) await remove(before);
  return { ...input, logo };
}

function present(request: Request, response: Response, form: FormState): void {
  const { config } = installation();
  const locale = localeOf(request);
  const typed = String(form.values.color ?? usualColor);
  const logo = answersSoFar(config).organisation?.logo;
  showStep(request, response, 'organisation', {
    form,
    color: presentColor(typed, locale),
    logoUrl: logo ? `/install/logo?v=${logo.slice(0, 10)}` : null,
    fixedAddress: config.baseUrl,
    timezones: timezoneChoices(String(form.values.timezone ?? '')),
    currencies: currencyChoices(locale),
    locales: localeChoices(),
  });
}

function shownValues(request: Request): Record<string, string> {
  const { config } = installation();
  const kept = answersSoFar(config).organisation;
  if (kept) return { ...kept };
  return {
    name: '',
    base_url: config.baseUrl || `${request.protocol}://${request.host}`,
    timezone: usualTimezone(),
    currency: 'EUR',
    locale: 'en',
    color: usualColor,
  };
}

function wants(request: Request, what: string): boolean {
  return (request.body as { go?: unknown }).go === what;
}

function sendCss(response: Response, css: string): void {
  response.setHeader('Content-Type', 'text/css; charset=utf-8');
  response.setHeader('Cache-Control', 'no-cache');
  response.end(css);
}
