import { type Query, table } from '../database/index.js';
import { type AuditAction, type AuditArea, auditActions } from './actions.js';
import type { Facts } from './facts.js';

/** An entry as it is stored; nobody changes one. */
export interface AuditRow {
  id: number;
  created_at: number;
  workspace_id: number | null;
  area: AuditArea;
  /** An action of this or of an earlier version. */
  action: string;
  actor_kind: 'person' | 'program' | 'command_line' | 'nobody';
  actor_user_id: number | null;
  actor_name: string;
  seen_as_user_id: number | null;
  subject_type: string;
  subject_id: number | null;
  subject_name: string;
  /** JSON */
  before_facts: string | null;
  after_facts: string | null;
  ip_address: string;
  reference: string;
}

/** Entries that go in one statement, so that nobody waits long for the database. */
const batchSize = 500;

/**
 * The trail that somebody may read, in parts that each have an index: their workspace's, and in
 * the primary workspace the installation's as well. Whether they may read it at all is decided
 * before.
 */
export function trailOf(reader: {
  workspaceId: number;
  isPrimaryWorkspace: boolean;
}): (() => Query<AuditRow>)[] {
  const entries = () => table<AuditRow>('audit_entries') as Query<AuditRow>;
  const own = () => entries().where('workspace_id', reader.workspaceId) as Query<AuditRow>;
  const shared = () => entries().whereNull('workspace_id') as Query<AuditRow>;
  return reader.isPrimaryWorkspace ? [own, shared] : [own];
}

/**
 * The newest entries of some parts of the trail that have none in common, by their moment: each
 * part is read by its index, and no further than it is shown.
 */
export async function newestEntries(
  parts: readonly Query<AuditRow>[],
  limit: number,
): Promise<AuditRow[]> {
  const [first, ...rest] = parts.map((part) => newestFirst(part).limit(limit));
  if (!first) return [];
  if (rest.length === 0) return first;
  return newestFirst(inParts(first).unionAll(rest.map(inParts)) as Query<AuditRow>).limit(limit);
}

/** Whether this version knows an action of the trail. */
export function isAuditAction(text: string): text is AuditAction {
  return (auditActions as readonly string[]).includes(text);
}

/** Facts as they were noted. */
export function readFacts(json: string | null): Facts {
  return json === null ? {} : (JSON.parse(json) as Facts);
}

function newestFirst(rows: Query<AuditRow>): Query<AuditRow> {
  return rows.orderBy('created_at', 'desc').orderBy('id', 'desc') as Query<AuditRow>;
}

/** SQLite takes no ORDER BY inside a UNION unless it stands in a subquery of its own. */
function inParts(rows: Query<AuditRow>): Query<AuditRow> {
  return table('audit_entries')
    .from(rows.as('entries'))
    .select('entries.*') as unknown as Query<AuditRow>;
}

/** Forgets entries from before a moment (ms UTC), the oldest first, a batch at a time. */
export async function forgetEntries(before: number): Promise<void> {
  for (;;) {
    const ids = (await table('audit_entries')
      .where('created_at', '<', before)
      .orderBy('created_at')
      .limit(batchSize)
      .pluck('id')) as number[];
    if (ids.length === 0) return;
    await table('audit_entries').whereIn('id', ids).delete();
  }
}
