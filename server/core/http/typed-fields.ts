import type { FormState } from './forms.js';
import type { Request } from './types.js';

/** Fields that are never carried on as they are: the page makes them anew. */
const made = new Set(['_csrf', '_method', 'step']);

/** A form as it was typed: for a page between it and its saving, and the way back with nothing lost. */
export function typedFields(request: Request): FormState['values'] {
  const values: FormState['values'] = {};
  for (const [name, value] of Object.entries(request.body as Record<string, unknown>)) {
    if (made.has(name)) continue;
    if (typeof value === 'string') values[name] = value;
    else if (Array.isArray(value))
      values[name] = value.filter((item): item is string => typeof item === 'string');
  }
  return values;
}

/** What a page in between sends along: every field with every value, by name. */
export function hiddenFields({ values }: Pick<FormState, 'values'>): [string, string][] {
  return Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((item): [string, string] => [name, item]),
  );
}

/** Which button of a form was pressed; '' for the one without a name. */
export function stepOf(request: Request): string {
  const { step } = request.body as { step?: unknown };
  return typeof step === 'string' ? step : '';
}
