import { type Query, raw, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';

/** What an actor's projects say about clients, as subqueries of one column. */
export interface ClientReach {
  /** Memberships of the contacts who are on projects the actor is assigned to. */
  contactIds(actor: Actor): Query<{ membership_id: number }>;
  /** Companies that such projects belong to; without empty ones. */
  companyIds(actor: Actor): Query<{ company_id: number }>;
}

const nobody: ClientReach = {
  contactIds: () => nothing('memberships', 'id as membership_id'),
  companyIds: () => nothing('companies', 'id as company_id'),
};

let reach = nobody;

/**
 * Tells this room whom an actor meets in their projects. Projects stand below clients and cannot
 * be asked directly; until somebody tells, a scope of "assigned" reaches nothing.
 */
export function useClientReach(provided: ClientReach): void {
  reach = provided;
}

/** Whom the actor meets in their projects. */
export function clientReach(): ClientReach {
  return reach;
}

function nothing<Row extends object>(name: string, column: string): Query<Row> {
  return table<Row>(name).select(column).where(raw('1 = 0')) as unknown as Query<Row>;
}
