import { note } from '../../core/audit/index.js';
import { insertRow, table, transaction } from '../../core/database/index.js';
import { day, hour, now } from '../../core/dates/index.js';
import { keep } from '../../core/storage/index.js';
import { createUser } from '../../features/accounts/index.js';
import { createMembership } from '../../features/memberships/index.js';
import { builtInRole } from '../../features/roles/index.js';
import { companies, team } from './cast.js';
import { drawPortrait } from './portraits.js';
import type { Random } from './random.js';

/** A person of the demo as the rest of it refers to them. */
export interface DemoPerson {
  userId: number;
  membershipId: number;
  name: string;
  email: string;
}

/** A company of the demo with its contacts. */
export interface DemoCompany {
  id: number;
  contacts: DemoPerson[];
}

interface Setting {
  workspaceId: number;
  passwordHash: string;
  random: Random;
}

/** Makes the agency's team, each with a portrait, all with the same password. */
export async function makeTeam(setting: Setting): Promise<DemoPerson[]> {
  const made: DemoPerson[] = [];
  for (const member of team) {
    const email = `${handle(member.name)}@marlowandfinch.example`;
    made.push(await makePerson(setting, { ...member, email, audience: 'team', companyId: null }));
  }
  return made;
}

/** Makes the client companies and their contacts. */
export async function makeCompanies(setting: Setting): Promise<DemoCompany[]> {
  const made: DemoCompany[] = [];
  for (const company of companies) {
    const id = await insertCompany(setting.workspaceId, company);
    const contacts: DemoPerson[] = [];
    for (const contact of company.contacts) {
      const email = `${handle(contact.name)}@${company.domain}`;
      const details = {
        ...contact,
        hue: company.hue,
        email,
        role: 'client',
        companyId: id,
      } as const;
      contacts.push(await makePerson(setting, { ...details, audience: 'client' }));
    }
    made.push({ id, contacts });
  }
  return made;
}

interface PersonDetails {
  name: string;
  email: string;
  jobTitle: string;
  hue: string;
  role: 'admin' | 'staff' | 'client';
  audience: 'team' | 'client';
  companyId: number | null;
}

async function makePerson(
  { workspaceId, passwordHash, random }: Setting,
  details: PersonDetails,
): Promise<DemoPerson> {
  const { name, email } = details;
  const photoKey = await drawPortrait(details.hue, random);
  const userId = await createUser({ name, email, passwordHash, status: 'active' });
  await table('users')
    .where({ id: userId })
    .update({
      hue: details.hue,
      job_title: details.jobTitle,
      photo_key: photoKey,
      last_sign_in_at: now() - random.between(1, 20 * 24) * hour,
    });
  await keep(photoKey);
  const { id: roleId, name: roleName } = await builtInRole(workspaceId, details.role);
  const { audience, companyId } = details;
  const membershipId = await transaction(async () => {
    const id = await createMembership({
      workspaceId,
      userId,
      audience,
      roleIds: [roleId],
      companyId,
      status: 'active',
    });
    await note({
      action: 'user.added',
      workspaceId,
      subject: { type: 'user', id: userId, name },
      after: { email, roles: [roleName], way_in: 'password' },
    });
    return id;
  });
  return { userId, membershipId, name, email };
}

async function insertCompany(
  workspaceId: number,
  company: (typeof companies)[number],
): Promise<number> {
  const at = now() - 400 * day;
  return insertRow('companies', {
    workspace_id: workspaceId,
    name: company.name,
    email: `hello@${company.domain}`,
    phone: null,
    website: `https://${company.domain}`,
    address: company.address,
    tax_number: null,
    notes: company.notes,
    hue: company.hue,
    created_at: at,
    updated_at: at,
    archived_at: null,
  });
}

/** The part of an address before the @, in plain letters. */
function handle(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ł/g, 'l')
    .replace(/ş/g, 's')
    .split(' ');
  return (words.find((word) => !word.endsWith('.')) ?? 'person').toLowerCase();
}
