import { type EventRow, readEvent } from '../../core/events/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { FieldChange } from '../tasks/index.js';

/** What one field was and became, in words. */
export interface Detail {
  label: string;
  before: string;
  after: string;
  /** Whether the words are long, and stand apart. */
  isLong: boolean;
}

/**
 * What an edit changed, field by field. Names of milestones are those of today, of the ones that
 * the actor sees.
 */
export function presentDetails(
  actor: Actor,
  row: EventRow,
  milestones: ReadonlyMap<number, string>,
): Detail[] {
  const { data } = readEvent(row);
  const changes = Array.isArray(data.changes) ? (data.changes as FieldChange[]) : [];
  const t = translatorFor(actor.locale);
  const format = formatsFor(actor.locale, actor.timezone, t);
  const inWords = ({ field }: FieldChange, value: FieldChange['before']): string => {
    if (value === null) return t('activity.nothing');
    if (field === 'priority') return t(`tasks.priority.${value}`);
    if (field === 'start_on' || field === 'due_on') return format.date(String(value)) ?? '';
    if (field === 'milestone_id') return milestones.get(Number(value)) ?? t('activity.a_milestone');
    return String(value);
  };
  return changes.map((change) => ({
    label: t(`tasks.fields.${labels[change.field]}`),
    before: inWords(change, change.before),
    after: inWords(change, change.after),
    isLong: change.field === 'description',
  }));
}

const labels = {
  title: 'title',
  description: 'description',
  priority: 'priority',
  start_on: 'start_on',
  due_on: 'due',
  milestone_id: 'milestone',
} as const satisfies Record<FieldChange['field'], string>;
