import { type AuditRow, newestEntries, trailOf } from '../../core/audit/index.js';
import { containing, type Query } from '../../core/database/index.js';
import { addDays, startOfDay } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { people } from '../memberships/index.js';
import type { AuditFilter } from './audit.filters.js';
import { withoutErased } from './audit-erased.js';

/** Rows that an export holds in memory at a time. */
const batchSize = 500;
const searched = [
  'actor_name',
  'subject_name',
  'before_facts',
  'after_facts',
  'ip_address',
  'reference',
];

/** The newest entries that the actor may read and the filter lets through. */
export async function listEntries(
  actor: Actor,
  filter: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  const parts = trailOf(actor).flatMap((part) =>
    filter.personId === null ? [part()] : aboutPerson(part, filter.personId),
  );
  const rows = await newestEntries(
    parts.map((part) => narrow(part, actor, filter)),
    limit,
  );
  return withoutErased(rows);
}

/** All entries that the filter lets through, newest first, a batch at a time. */
export async function* everyEntry(actor: Actor, filter: AuditFilter): AsyncGenerator<AuditRow> {
  let before: AuditFilter['before'] = null;
  for (;;) {
    const rows = await listEntries(actor, { ...filter, before }, batchSize);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return;
    before = { moment: last.created_at, id: last.id };
  }
}

/** Adds the names of those as whom others saw the product: one query, and none where nobody did. */
export async function nameSeen(
  names: Map<number, string>,
  rows: readonly AuditRow[],
): Promise<void> {
  const ids = rows.flatMap(({ seen_as_user_id: id }) => (id === null || names.has(id) ? [] : [id]));
  for (const [id, { name }] of await people(ids)) names.set(id, name);
}

/** What somebody did, and what others did to them: in two parts, since each has its own index. */
function aboutPerson(part: () => Query<AuditRow>, userId: number): Query<AuditRow>[] {
  const did = part().where('actor_user_id', userId);
  const met = part()
    .where({ subject_type: 'user', subject_id: userId })
    .where((others) => others.whereNull('actor_user_id').orWhereNot('actor_user_id', userId));
  return [did as Query<AuditRow>, met as Query<AuditRow>];
}

function narrow(rows: Query<AuditRow>, actor: Actor, filter: AuditFilter): Query<AuditRow> {
  const { search, area, from, to, before } = filter;
  if (area) rows.where('area', area);
  if (from) rows.where('created_at', '>=', startOfDay(from, actor.timezone));
  if (to) rows.where('created_at', '<', startOfDay(addDays(to, 1), actor.timezone));
  if (search) rows.where(containing(searched, search));
  if (before) {
    rows.where('created_at', '<=', before.moment).where((earlier) => {
      earlier.where('created_at', '<', before.moment).orWhere('id', '<', before.id);
    });
  }
  return rows;
}
