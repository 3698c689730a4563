import { transaction } from '../../core/database/index.js';
import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { overridesFor, type SwitchName } from '../clients/index.js';
import { setOverrides } from '../memberships/index.js';
import type { PersonRow } from './people.queries.js';
import { listHeldRoles, scopesOfRoles } from './people-roles.queries.js';

/**
 * Sets what a contact may do, as the eight switches say (S135, S137). Only what differs from the
 * role is kept; it counts from their next request on.
 * @throws NotFound, Forbidden, Invalid {switches}
 */
export async function setSwitches(
  actor: Actor,
  person: PersonRow,
  switches: readonly SwitchName[],
): Promise<void> {
  if (switches.includes('pay') && !switches.includes('invoices'))
    throw new Invalid({ switches: 'contacts.errors.pay_needs_invoices' });
  await transaction(async () => {
    const roles = (await listHeldRoles([person.membership_id])).get(person.membership_id) ?? [];
    const base = await scopesOfRoles(
      'client',
      roles.map((role) => role.id),
    );
    await setOverrides(actor, person.membership_id, overridesFor(base, switches));
  });
}
