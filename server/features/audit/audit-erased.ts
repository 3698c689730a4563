import { type AuditRow, type Facts, hiddenFact, readFacts } from '../../core/audit/index.js';
import { erasedNames } from '../departures/index.js';

/** Facts of an entry about somebody that say who they were. */
const personal = ['name', 'email', 'phone', 'job_title', 'company'];

/**
 * Entries without the names of those who were erased. Nobody changes an entry, so what it says of
 * them is put aside when it is read: who acted and to whom it happened is told by the number.
 */
export async function withoutErased(rows: readonly AuditRow[]): Promise<AuditRow[]> {
  const ids = rows.flatMap((row) => [row.actor_user_id, subjectOf(row)]);
  const names = await erasedNames([...new Set(ids)].filter((id) => id !== null));
  if (names.size === 0) return [...rows];
  return rows.map((row) => {
    const actor = names.get(row.actor_user_id ?? 0);
    const subject = names.get(subjectOf(row) ?? 0);
    return {
      ...row,
      ...(actor && { actor_name: actor, ip_address: '' }),
      ...(subject && {
        subject_name: subject,
        before_facts: hidden(row.before_facts),
        after_facts: hidden(row.after_facts),
      }),
    };
  });
}

function subjectOf(row: AuditRow): number | null {
  return row.subject_type === 'user' ? row.subject_id : null;
}

function hidden(json: string | null): string | null {
  if (json === null) return null;
  const facts: Facts = readFacts(json);
  const entries = Object.entries(facts).map(([name, fact]) => [
    name,
    personal.includes(name) ? hiddenFact : fact,
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}
