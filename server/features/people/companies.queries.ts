import { containing, type Page, paginate, type Query } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type CompanyRow, visibleCompanies, visibleContacts } from '../clients/index.js';

/** Which companies a list shows. */
export interface CompanyFilter {
  search: string;
  isArchived: boolean;
  isDescending: boolean;
  page: number;
}

/** One page of the companies that the actor sees, by name. */
export function listCompanies(actor: Actor, filter: CompanyFilter): Promise<Page<CompanyRow>> {
  const rows = visibleCompanies(actor).select('companies.*');
  if (filter.isArchived) rows.whereNotNull('companies.archived_at');
  else rows.whereNull('companies.archived_at');
  if (filter.search) rows.where(containing(['companies.name', 'companies.email'], filter.search));
  const direction = filter.isDescending ? 'desc' : 'asc';
  rows.orderByRaw(`lower(companies.name) ${direction}`).orderBy('companies.id', direction);
  return paginate(rows as Query<CompanyRow>, { page: filter.page, perPage: 25 });
}

/** How many contacts each company has, of those that the actor sees. */
export async function countContactsByCompany(
  actor: Actor,
  companyIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = (await visibleContacts(actor)
    .whereIn('memberships.company_id', [...companyIds])
    .groupBy('memberships.company_id')
    .select('memberships.company_id')
    .count({ n: '*' })) as unknown as { company_id: number; n: unknown }[];
  return new Map(rows.map((row) => [row.company_id, Number(row.n)]));
}
