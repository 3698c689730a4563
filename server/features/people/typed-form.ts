import type { FormState, Request } from '../../core/http/index.js';
import { openPassword, sealPassword } from './sealed-password.js';

/** Fields that are never carried on as they are: the page makes them anew, or nobody may read them. */
const left = new Set(['_csrf', '_method', 'step', 'password', 'sealed']);

/**
 * The form as it was typed: for going back to it from the review with nothing lost. A typed
 * password comes along sealed.
 */
export function typedForm(request: Request): FormState {
  const values: FormState['values'] = {};
  for (const [name, value] of fieldsOf(request)) {
    if (!left.has(name)) values[name] = value;
  }
  return withSealedPassword(request, { values, errors: {} });
}

/** A form with the typed password sealed in it, unless it is the password that will not do. */
export function withSealedPassword(request: Request, form: FormState): FormState {
  const { sealed: _old, ...values } = form.values;
  const password = form.errors.password ? null : typedPassword(request);
  if (password !== null) values.sealed = sealPassword(request.actor, password);
  return { ...form, values };
}

/** The password that was typed, now or before the review; null when there is none. */
export function typedPassword(request: Request): string | null {
  const { password, sealed } = request.body as { password?: unknown; sealed?: unknown };
  if (typeof password === 'string' && password !== '') return password;
  return openPassword(request.actor, typeof sealed === 'string' ? sealed : null);
}

/** What the review sends along: every field with every value, by name. */
export function hiddenFields({ values }: FormState): [name: string, value: string][] {
  return Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((item): [string, string] => [name, item]),
  );
}

/** Which button of the form was pressed. */
export function stepOf(request: Request): string {
  const { step } = request.body as { step?: unknown };
  return typeof step === 'string' ? step : '';
}

function fieldsOf(request: Request): [string, string | string[]][] {
  return Object.entries(request.body as Record<string, unknown>).flatMap(
    ([name, value]): [string, string | string[]][] => {
      if (typeof value === 'string') return [[name, value]];
      if (!Array.isArray(value)) return [];
      return [[name, value.filter((item): item is string => typeof item === 'string')]];
    },
  );
}
