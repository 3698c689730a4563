import { type AuditRow, type Facts, readFacts } from '../../../server/core/audit/index.js';
import { table } from '../../../server/core/database/index.js';

/** An entry as tests speak of it. */
export interface Entry {
  action: string;
  who: string;
  whom: string;
  before: Facts;
  after: Facts;
  row: AuditRow;
}

/** Entries of the trail, oldest first, from one on. */
export async function entriesSince(id = 0): Promise<Entry[]> {
  const rows = (await table<AuditRow>('audit_entries')
    .where('id', '>', id)
    .orderBy('id')) as AuditRow[];
  return rows.map((row) => ({
    action: row.action,
    who: row.actor_kind === 'person' ? row.actor_name : row.actor_kind,
    whom: row.subject_name,
    before: readFacts(row.before_facts),
    after: readFacts(row.after_facts),
    row,
  }));
}

/** What some work leaves in the trail. */
export async function leftBy(work: () => Promise<unknown>): Promise<Entry[]> {
  const last = (await entriesSince()).at(-1)?.row.id ?? 0;
  await work();
  return entriesSince(last);
}

/** The entry that some work leaves, which must be one, without its row. */
export async function entryOf(work: () => Promise<unknown>): Promise<Omit<Entry, 'row'>> {
  const [entry, ...more] = await leftBy(work);
  if (!entry || more.length > 0) throw new Error(`${more.length + (entry ? 1 : 0)} entries`);
  const { row: _row, ...told } = entry;
  return told;
}
