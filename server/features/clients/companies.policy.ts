import { type Query, table } from '../../core/database/index.js';
import { type Actor, type RecordFacts, scopeOf } from '../../core/permissions/index.js';
import type { CompanyRow } from './companies.queries.js';
import { clientReach } from './reach.policy.js';

/** Companies an actor may see: all of the workspace, or those attached to their projects. */
export function visibleCompanies(actor: Actor): Query<CompanyRow> {
  const rows = table<CompanyRow>('companies').where(
    'companies.workspace_id',
    actor.workspaceId,
  ) as Query<CompanyRow>;
  const scope = scopeOf(actor, 'clients.view');
  if (scope === 'all') return rows;
  if (scope !== 'assigned') return rows.whereRaw('1 = 0') as Query<CompanyRow>;
  return withinReach(rows, actor);
}

/** How one company lies to an actor, for decide(). */
export async function companyFacts(actor: Actor, company: { id: number }): Promise<RecordFacts> {
  const rows = table<CompanyRow>('companies').where('companies.id', company.id);
  const row = await withinReach(rows as Query<CompanyRow>, actor).first('companies.id');
  return { own: false, assigned: row !== undefined };
}

/** A project may belong to a company without contacts, and a contact may be on another's project. */
function withinReach(rows: Query<CompanyRow>, actor: Actor): Query<CompanyRow> {
  const { contactIds, companyIds } = clientReach();
  const ofContacts = table('memberships')
    .select('memberships.company_id')
    .whereNotNull('memberships.company_id')
    .whereIn('memberships.id', contactIds(actor));
  return rows.where((either) => {
    either.whereIn('companies.id', companyIds(actor)).orWhereIn('companies.id', ofContacts);
  }) as Query<CompanyRow>;
}
