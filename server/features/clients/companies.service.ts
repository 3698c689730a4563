import { transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import {
  type Actor,
  can,
  type Hue,
  hues,
  type Permission,
  scopeOf,
} from '../../core/permissions/index.js';
import {
  companyArchived,
  companyChanged,
  companyCreated,
  companyRestored,
} from './companies.events.js';
import { companyFacts } from './companies.policy.js';
import {
  type CompanyDetails,
  type CompanyRow,
  findCompany,
  insertCompany,
  isCompanyNameTaken,
  updateCompany,
} from './companies.queries.js';

/** Whether the actor may add a company by itself: one on no project is within nobody's "assigned". */
export function mayCreateCompany(actor: Actor): boolean {
  return scopeOf(actor, 'clients.create') === 'all';
}

/**
 * Adds a company and returns its id.
 * @throws Forbidden when the actor may not; Invalid when the name is taken.
 */
export async function createCompany(actor: Actor, details: CompanyDetails): Promise<number> {
  if (!mayCreateCompany(actor)) throw new Forbidden();
  return transaction(async () => {
    await refuseTakenName(actor, details.name, null);
    return addCompany(actor, details);
  });
}

/**
 * Adds a company as part of something the actor may do, such as a contact on one of their
 * projects, and returns its id. The caller has decided and looked at the name.
 */
export async function addCompany(actor: Actor, details: CompanyDetails): Promise<number> {
  return transaction(async () => {
    const id = await insertCompany(actor.workspaceId, hueOf(details.name), details);
    await announce(companyCreated, actor, { id, name: details.name });
    return id;
  });
}

/**
 * Changes a company's details.
 * @throws NotFound, Forbidden; Invalid when the name is taken.
 */
export async function changeCompany(
  actor: Actor,
  companyId: number,
  details: CompanyDetails,
): Promise<void> {
  await transaction(async () => {
    await findForChange(actor, companyId, 'clients.edit');
    await refuseTakenName(actor, details.name, companyId);
    await updateCompany(companyId, details);
    await announce(companyChanged, actor, { id: companyId, name: details.name });
  });
}

/**
 * Puts a company away or takes it back. Its contacts keep their access; it is only no longer
 * offered for new work. Doing what is done already changes nothing.
 * @throws NotFound, Forbidden
 */
export async function archiveCompany(
  actor: Actor,
  companyId: number,
  archive: boolean,
): Promise<CompanyRow> {
  return transaction(async () => {
    const company = await findForChange(actor, companyId, 'clients.deactivate');
    if ((company.archived_at !== null) === archive) return company;
    await updateCompany(companyId, { archived_at: archive ? now() : null });
    await announce(archive ? companyArchived : companyRestored, actor, company);
    return company;
  });
}

async function findForChange(
  actor: Actor,
  companyId: number,
  permission: Permission,
): Promise<CompanyRow> {
  const company = await findCompany(actor, companyId);
  if (!can(actor, permission, await companyFacts(actor, company))) throw new Forbidden();
  return company;
}

async function refuseTakenName(actor: Actor, name: string, exceptId: number | null): Promise<void> {
  if (await isCompanyNameTaken(actor, name, exceptId))
    throw new Invalid({ name: 'companies.name_taken' });
}

async function announce(
  kind: EventKind<{ name: string }>,
  actor: Actor,
  { id, name }: { id: number; name: string },
): Promise<void> {
  const subject = { type: 'company', id };
  await publish(kind, { actor, subject, visibility: 'internal', data: { name } });
}

/** The same name always gets the same colour; grey is left to things without one. */
function hueOf(name: string): Hue {
  const colours = hues.filter((hue) => hue !== 'slate');
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return colours[sum % colours.length] ?? 'teal';
}
