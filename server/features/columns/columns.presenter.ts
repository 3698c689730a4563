import { formState } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type Actor, hues } from '../../core/permissions/index.js';
import type { ColumnRow } from './columns.queries.js';

/** A project's columns on their settings page. */
export function presentColumns(columns: readonly ColumnRow[], counts: ReadonlyMap<number, number>) {
  return columns.map((column, at) => ({
    id: column.id,
    name: column.name,
    clientName: column.client_name,
    hue: column.hue,
    limit: column.task_limit,
    isDone: column.is_done === 1,
    count: counts.get(column.id) ?? 0,
    isFirst: at === 0,
    isLast: at === columns.length - 1,
  }));
}

/** The form of a column as it is. */
export function columnState(column: ColumnRow) {
  const { name, client_name, hue, task_limit, is_done, is_approved } = column;
  return formState({ name, client_name, hue, task_limit, is_done, is_approved });
}

/** The colours of columns, named in the actor's language. */
export function hueChoices(actor: Actor) {
  const t = translatorFor(actor.locale);
  return hues.map((value) => ({ value, label: t(`projects.hues.${value}`) }));
}
