import { type AuditRow, type Facts, note } from '../../core/audit/index.js';
import { transaction } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type AuditFilter, filterFields } from './audit.filters.js';
import { everyEntry } from './audit.queries.js';

/** Everything that the filter lets through, to be taken away; that it was is noted first. */
export async function exportTrail(
  actor: Actor,
  filter: AuditFilter,
): Promise<AsyncGenerator<AuditRow>> {
  await transaction(() =>
    note({
      action: 'audit.exported',
      workspaceId: actor.workspaceId,
      actor,
      subject: { type: 'audit', id: null, name: '' },
      after: wantedOf(filter),
    }),
  );
  return everyEntry(actor, filter);
}

/** What was asked for, by the names of the filter's fields. */
function wantedOf(filter: AuditFilter): Facts {
  const fields = Object.entries(filterFields(filter));
  return Object.fromEntries(fields.map(([name, value]) => [`filter_${name}`, value]));
}
