import { type AuditRow, isAuditAction, readFacts } from '../../core/audit/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { cut } from '../../core/text/index.js';
import { type AuditFilter, trailAddress } from './audit.filters.js';
import { factsLine, presentFacts, type Reading } from './audit-facts.presenter.js';

const icons = {
  access: 'user-cog',
  sharing: 'eye',
  sign_in: 'log-in',
  settings: 'settings',
  exports: 'download',
} as const;
/** Longer values, such as texts for clients, stand whole in the export. */
const longestValue = 200;

/** The reader's words and formats. */
export function readingOf(actor: Actor): Reading {
  const t = translatorFor(actor.locale);
  return { t, format: formatsFor(actor.locale, actor.timezone, t), names: new Map() };
}

/** An entry as the page shows it. */
export function presentEntry(reading: Reading, row: AuditRow, filter: AuditFilter) {
  const facts = presentFacts(reading, readFacts(row.before_facts), readFacts(row.after_facts));
  const short = (text: string | null) => text && cut(text, longestValue);
  return {
    icon: icons[row.area] ?? 'history',
    sentence: sentenceOf(reading, row),
    at: row.created_at,
    facts: facts.map(({ label, before, after }) => ({
      label,
      before: short(before),
      after: short(after),
    })),
    ip: row.ip_address,
    seenAs: seenAs(reading, row),
    reference: row.reference,
    people: peopleOf(row)
      .filter(({ id }) => id !== filter.personId)
      .map(({ id, name }) => ({ name, href: trailAddress(filter, { personId: id }) })),
  };
}

/** An entry as a record of the export; its keys are the columns. */
export function presentRecord(reading: Reading, row: AuditRow) {
  const { t } = reading;
  return {
    moment: new Date(row.created_at).toISOString(),
    area: t(`audit.areas.${row.area}`),
    action: row.action,
    sentence: sentenceOf(reading, row),
    actor: actorOf(reading, row),
    seen_as: reading.names.get(row.seen_as_user_id ?? 0) ?? '',
    subject: row.subject_name,
    before: factsLine(reading, readFacts(row.before_facts)),
    after: factsLine(reading, readFacts(row.after_facts)),
    ip_address: row.ip_address,
    reference: row.reference,
  };
}

/** The columns of the export with their heads, in order. */
export function exportColumns({ t }: Reading): { key: string; header: string }[] {
  const keys = ['moment', 'area', 'action', 'sentence', 'actor', 'seen_as', 'subject'];
  return [...keys, 'before', 'after', 'ip_address', 'reference'].map((key) => ({
    key,
    header: t(`audit.columns.${key}`),
  }));
}

function sentenceOf(reading: Reading, row: AuditRow): string {
  const { t } = reading;
  const { action, subject_name: subject } = row;
  const actor = actorOf(reading, row);
  // Noted by a version that knew more than this one.
  if (!isAuditAction(action)) return t('audit.unknown_action', { actor, action, subject });
  return t(`audit.actions.${action}`, { actor, subject });
}

function actorOf({ t }: Reading, { actor_kind, actor_name }: AuditRow): string {
  return actor_kind === 'person' ? actor_name : t(`audit.actors.${actor_kind}`);
}

/** As whom who did it saw the product then, in words; '' as themselves. */
function seenAs({ t, names }: Reading, { seen_as_user_id }: AuditRow): string {
  if (seen_as_user_id === null) return '';
  const name = names.get(seen_as_user_id) ?? t('audit.somebody');
  return t('audit.seen_as', { name });
}

/** Whom an entry is about: who acted and to whom it happened, each once. */
function peopleOf(row: AuditRow): { id: number; name: string }[] {
  const people = new Map<number, string>();
  if (row.actor_user_id !== null) people.set(row.actor_user_id, row.actor_name);
  if (row.subject_type === 'user' && row.subject_id !== null)
    people.set(row.subject_id, row.subject_name);
  return [...people].map(([id, name]) => ({ id, name }));
}
