import { isDiskFull, isUnavailable } from '../database/index.js';
import { translatorFor } from '../locale/index.js';
import { localeOf } from './context.js';
import { answerElsewhere, answerStrayForm, mayBeElsewhere, strayText } from './elsewhere.js';
import {
  DiskFull,
  FromOtherWorkspace,
  HttpError,
  Invalid,
  type Message,
  TooMany,
  Unavailable,
} from './errors.js';
import { errorTexts } from './forms.js';
import { log } from './logging.js';
import { render } from './render.js';
import { view } from './templates.js';
import { type Next, type Request, type Response, wantsJson } from './types.js';

const pages: Record<number, string> = Object.fromEntries(
  [400, 403, 404, 409, 413, 429, 500, 503, 507].map((status) => [status, view(`errors/${status}`)]),
);

/** The one place that turns errors into pages: friendly for people, full for the log, nothing inner for the browser. */
export function answerError(
  error: unknown,
  request: Request,
  response: Response,
  next: Next,
): void {
  const answer = () => answerPlainly(error, request, response, next);
  if (!mayBeElsewhere(error, request) || response.headersSent) {
    answer();
    return;
  }
  answerElsewhere(request, response)
    .then((isAnswered) => isAnswered || answer())
    .catch((failure: unknown) => {
      log().error({ reference: request.reference, error: errorFields(failure) }, 'search failed');
      answer();
    });
}

function answerPlainly(error: unknown, request: Request, response: Response, next: Next): void {
  const { status, detail, heading, retryAfter } = describe(error);
  if (status >= 500)
    log().error({ reference: request.reference, error: errorFields(error) }, 'request failed');
  if (response.headersSent) {
    next(error);
    return;
  }
  if (retryAfter) response.setHeader('Retry-After', String(retryAfter));
  response.status(status);
  const text = detail ? textOf(request, detail) : '';
  if (wantsJson(request)) {
    const stray = error instanceof FromOtherWorkspace ? strayText(request, error) : text;
    answerJson(error, request, response, stray);
    return;
  }
  try {
    if (error instanceof FromOtherWorkspace) {
      answerStrayForm(request, response, error);
      return;
    }
    const t = translatorFor(localeOf(request));
    const page = pages[status] ?? (pages[status < 500 ? 400 : 500] as string);
    render(request, response, page, {
      title: t(heading ?? `errors.pages.${pages[status] ? status : 400}.title`),
      detail: text,
      reference: request.reference,
      status,
      retryAfter,
    });
  } catch (failure) {
    log().error({ reference: request.reference, error: errorFields(failure) }, 'error page failed');
    response.type('text/plain').send(`Something broke on our side. Reference ${request.reference}`);
  }
}

function answerJson(error: unknown, request: Request, response: Response, text: string): void {
  const t = translatorFor(localeOf(request));
  const fields = error instanceof Invalid ? errorTexts(request, error) : undefined;
  const [first] = Object.values(fields ?? {});
  const message = fields?.[''] ?? first ?? (text || t(`errors.pages.${response.statusCode}.text`));
  response.json({ error: message, fields, reference: request.reference });
}

interface Description {
  status: number;
  detail?: Message | undefined;
  heading?: string | undefined;
  retryAfter?: number;
}

function describe(error: unknown): Description {
  if (error instanceof TooMany)
    return { status: 429, detail: error.detail, retryAfter: error.retryAfter };
  if (error instanceof Invalid) return { status: 422, detail: error.fields[''] ?? error.detail };
  if (error instanceof Unavailable)
    return { status: error.status, detail: error.detail, retryAfter: 10 };
  if (error instanceof HttpError) {
    const { status, detail, heading } = error;
    return { status, detail, heading };
  }
  if (isDiskFull(error)) return { status: new DiskFull().status };
  if (isUnavailable(error)) return { status: new Unavailable().status, retryAfter: 10 };
  // body-parser, Express and multer throw errors with a status of their own.
  const status = Number((error as { status?: unknown } | null)?.status);
  if (status >= 400 && status < 500) return { status: pages[status] ? status : 400 };
  return { status: 500 };
}

function textOf(request: Request, message: Message): string {
  const t = translatorFor(localeOf(request));
  return typeof message === 'string' ? t(message) : t(message.key, message.values);
}

function errorFields(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  return { name: error.name, message: error.message, stack: error.stack };
}
