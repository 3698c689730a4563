import type { z } from 'zod';
import { isDiskFull, isUnwritable } from '../database/index.js';
import { translatorFor } from '../locale/index.js';
import { localeOf } from './context.js';
import { DiskFull, Invalid, type Message, Unavailable } from './errors.js';
import { log } from './logging.js';
import type { Request, Response } from './types.js';

/** Seconds after which it is worth sending a form again that could not be saved. */
const retrySoon = 10;

/** A form as the page shows it: what was typed and what is wrong with it. */
export interface FormState {
  values: Record<string, string | string[]>;
  /** Field → text. '' is the form as a whole. */
  errors: Record<string, string>;
}

/** A form before anything was typed into it. */
export function formState(
  values: Record<string, string | number | readonly (string | number)[] | null | undefined> = {},
): FormState {
  const shown: FormState['values'] = {};
  for (const [name, value] of Object.entries(values)) {
    shown[name] = Array.isArray(value) ? value.map(String) : String(value ?? '');
  }
  return { values: shown, errors: {} };
}

interface FormHandling<Schema extends z.ZodType> {
  schema: Schema;
  /** Does what the form asks for and answers. May throw Invalid. */
  save(input: z.output<Schema>): Promise<void>;
  /** Shows the form again; the status is already 422, or 507 or 503 where nothing can be saved. */
  show(form: FormState): Promise<void> | void;
}

/**
 * Reads a form, does what it asks for, or shows it again with a message beside each field and
 * everything typed kept, but for passwords. Sent with `step=find` it is only shown again.
 */
export async function handleForm<Schema extends z.ZodType>(
  request: Request,
  response: Response,
  { schema, save, show }: FormHandling<Schema>,
): Promise<void> {
  if (isLookingFor(request)) return show({ values: typed(request.body), errors: {} });
  try {
    await save(parseForm(schema, request.body));
  } catch (error) {
    const { problem, status, retryAfter } = refusalOf(error);
    if (retryAfter) response.setHeader('Retry-After', retryAfter);
    response.status(status);
    if (problem !== error) {
      log().error({ reference: request.reference, error: String(error) }, 'nothing was saved');
    }
    await show({ values: typed(request.body), errors: errorTexts(request, problem) });
  }
}

/** A form too long for all its choices has a button that looks for some; nothing is saved by it. */
function isLookingFor(request: Request): boolean {
  return (request.body as { step?: unknown } | undefined)?.step === 'find';
}

/** What is wrong with what was typed, or with the place where it should go. @throws any other error. */
function refusalOf(error: unknown): { problem: Invalid; status: number; retryAfter?: number } {
  if (error instanceof Invalid) return { problem: error, status: error.status };
  if (isDiskFull(error)) {
    return { problem: new Invalid({ '': 'errors.disk_full' }), status: new DiskFull().status };
  }
  if (!isUnwritable(error)) throw error;
  const problem = new Invalid({ '': 'errors.not_saved' });
  return { problem, status: new Unavailable().status, retryAfter: retrySoon };
}

/**
 * Reads a form's fields by a schema; fields it does not name are dropped.
 * @throws Invalid with a message for each field that is wrong.
 */
export function parseForm<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  const fields: Record<string, Message> = {};
  for (const issue of result.error.issues) {
    fields[String(issue.path[0] ?? '')] ??= messageOf(issue);
  }
  throw new Invalid(fields);
}

/** The messages of an error in the reader's language. */
export function errorTexts(request: Request, error: Invalid): Record<string, string> {
  const t = translatorFor(localeOf(request));
  return Object.fromEntries(
    Object.entries(error.fields).map(([field, message]) => [
      field,
      typeof message === 'string' ? t(message) : t(message.key, message.values),
    ]),
  );
}

function messageOf(issue: z.core.$ZodIssue): Message {
  const isKey = /^[a-z_]+(\.[a-z0-9_]+)+$/.test(issue.message);
  if (!isKey) return issue.code === 'invalid_type' ? 'errors.required' : 'errors.invalid';
  const values: Record<string, unknown> = {};
  for (const name of ['minimum', 'maximum'] as const) {
    if (name in issue) values[name] = (issue as unknown as Record<string, unknown>)[name];
  }
  return Object.keys(values).length > 0 ? { key: issue.message, values } : issue.message;
}

function typed(body: unknown): FormState['values'] {
  const values: FormState['values'] = {};
  for (const [name, value] of Object.entries((body ?? {}) as Record<string, unknown>)) {
    if (/password|secret|_csrf/.test(name)) continue;
    if (typeof value === 'string') values[name] = value;
    else if (Array.isArray(value)) values[name] = value.filter((item) => typeof item === 'string');
  }
  return values;
}
