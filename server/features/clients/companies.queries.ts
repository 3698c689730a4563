import { insertRow, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor, Hue } from '../../core/permissions/index.js';
import { visibleCompanies } from './companies.policy.js';

/** A client organisation. */
export interface CompanyRow {
  id: number;
  workspace_id: number;
  name: string;
  email: string | null;
  phone: string | null;
  website: string | null;
  address: string | null;
  tax_number: string | null;
  /** For the team alone. */
  notes: string | null;
  hue: Hue;
  created_at: number;
  updated_at: number;
  archived_at: number | null;
}

/** What a person can say about a company. */
export type CompanyDetails = Pick<
  CompanyRow,
  'name' | 'email' | 'phone' | 'website' | 'address' | 'tax_number' | 'notes'
>;

/** A company the actor may see. @throws NotFound for everybody else. */
export async function findCompany(actor: Actor, companyId: number): Promise<CompanyRow> {
  const company = await visibleCompanies(actor).where('companies.id', companyId).first();
  if (!company) throw new NotFound();
  return company as CompanyRow;
}

/** Companies for a select, by name: those in use, and `keep` even if it is archived. */
export async function listCompanyOptions(
  actor: Actor,
  keep: number | null = null,
): Promise<{ id: number; name: string }[]> {
  const rows = await visibleCompanies(actor)
    .where((either) => {
      either.whereNull('companies.archived_at');
      if (keep !== null) either.orWhere('companies.id', keep);
    })
    .select('companies.id', 'companies.name')
    .orderBy('companies.name')
    .orderBy('companies.id');
  return rows as { id: number; name: string }[];
}

/** Whether the actor knows another company of this name, whatever its case. */
export async function isCompanyNameTaken(
  actor: Actor,
  name: string,
  exceptId: number | null = null,
): Promise<boolean> {
  const row = await visibleCompanies(actor)
    // SQLite lowers only a to z, so the name as it was typed is compared too.
    .where((either) => {
      either
        .where('companies.name', name)
        .orWhereRaw('lower(companies.name) = ?', [name.toLowerCase()]);
    })
    .whereNot('companies.id', exceptId ?? 0)
    .first('companies.id');
  return row !== undefined;
}

/** Adds a company and returns its id. */
export async function insertCompany(
  workspaceId: number,
  hue: Hue,
  details: CompanyDetails,
): Promise<number> {
  const at = now();
  return insertRow('companies', {
    workspace_id: workspaceId,
    ...details,
    hue,
    created_at: at,
    updated_at: at,
    archived_at: null,
  });
}

/** Writes new details of a company. */
export async function updateCompany(
  companyId: number,
  changes: Partial<CompanyDetails> & { archived_at?: number | null },
): Promise<void> {
  await table('companies')
    .where({ id: companyId })
    .update({ ...changes, updated_at: now() });
}
