import { containing } from '../../core/database/index.js';
import type { Actor, Hue } from '../../core/permissions/index.js';
import { type OptionSearch, people } from '../memberships/index.js';
import { visibleContacts } from './contacts.policy.js';

/** A contact as selects and check lists offer them. */
export interface ContactOption {
  membershipId: number;
  userId: number;
  name: string;
  hue: Hue;
  photoUrl: string | null;
  companyId: number | null;
  companyName: string | null;
}

interface OptionRow {
  id: number;
  user_id: number;
  company_id: number | null;
  company_name: string | null;
}

/**
 * Contacts who can be put on things, by company and name: all the actor sees, one company's, or
 * whom a search finds.
 */
export async function listContactOptions(
  actor: Actor,
  { companyId, find, of, most }: OptionSearch & { companyId?: number } = {},
): Promise<ContactOption[]> {
  const query = visibleContacts(actor)
    .join('users', 'users.id', 'memberships.user_id')
    .leftJoin('companies', 'companies.id', 'memberships.company_id')
    .whereIn('memberships.status', ['pending', 'active'])
    .whereNot('users.status', 'inactive')
    .select('memberships.id', 'memberships.user_id', 'memberships.company_id')
    .select('companies.name as company_name')
    .orderBy([
      { column: 'companies.name' },
      { column: 'users.name' },
      { column: 'memberships.id' },
    ]);
  if (companyId !== undefined) query.where('memberships.company_id', companyId);
  if (of) query.whereIn('memberships.id', [...of]);
  if (find) query.where(containing(['users.name', 'users.email', 'companies.name'], find));
  if (most) query.limit(most);
  const rows = (await query) as unknown as OptionRow[];
  const portraits = await people(rows.map((row) => row.user_id));
  return rows.flatMap((row) => {
    const person = portraits.get(row.user_id);
    if (!person) return [];
    const { userId, name, hue, photoUrl } = person;
    return [
      {
        membershipId: row.id,
        userId,
        name,
        hue,
        photoUrl,
        companyId: row.company_id,
        companyName: row.company_name,
      },
    ];
  });
}
