import type { FormState } from '../../core/http/index.js';
import { type TakerSearch, wishField } from '../hand-overs/index.js';

/** Whom a form has chosen for work of a kind, and whom it looks for. */
export function chosenTakers({ values }: FormState, kind: string): TakerSearch {
  const field = wishField(kind);
  const chosen = Object.entries(values)
    .filter(([name]) => name === field || name.startsWith(`${field}_`))
    .flatMap(([, value]) => (/^[1-9]\d{0,8}$/.test(String(value)) ? Number(value) : []));
  return { chosenIds: [...new Set(chosen)], find: soughtIn(values) };
}

/** What a form looks for. */
export function soughtIn(values: FormState['values']): string {
  return typeof values.find === 'string' ? values.find.trim().slice(0, 100) : '';
}
