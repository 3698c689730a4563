import { transaction } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  giveBack,
  type Holder,
  keepHandedOver,
  type PassedOn,
  passOn,
  type Wishes,
} from '../hand-overs/index.js';
import { revokeInvitations } from '../invitations/index.js';
import {
  deactivateUser,
  mayChangeUser,
  reactivateUser,
  restoreMembership,
  suspendMembership,
} from '../memberships/index.js';
import type { PersonRow } from './people.queries.js';

/** All work stays with whoever leaves. */
const asItIs: Wishes = new Map();

/**
 * Keeps somebody out: in the whole installation where the actor may (PRODUCT 3.1.4), else in this
 * workspace. Every session ends at once; of their work in this workspace becomes what is wished,
 * in the same transaction, and without a wish it stays as it is.
 * @throws NotFound, Forbidden, Invalid {''} for the last Admin, and with the field of a wish that
 * cannot be met.
 */
export async function deactivatePerson(
  actor: Actor,
  person: PersonRow,
  wishes: Wishes = asItIs,
): Promise<PassedOn> {
  return transaction(async () => {
    if (await mayChangeUser(actor, person.user_id, 'deactivate'))
      await deactivateUser(actor, person.user_id);
    else await suspendMembership(actor, person.membership_id);
    await revokeInvitations(person.membership_id);
    return passOn(actor, holderOf(person), wishes);
  });
}

/**
 * Lets somebody in again, as they were (S020); with what others took over from them and still
 * have, if that is wished. Returns how much they got back.
 * @throws NotFound, Forbidden
 */
export async function reactivatePerson(
  actor: Actor,
  person: PersonRow,
  { givesBack }: { givesBack: boolean },
): Promise<number> {
  const isOut = person.user_status === 'inactive' || person.membership_status === 'suspended';
  if (!isOut) return 0;
  return transaction(async () => {
    if (person.user_status === 'inactive') await reactivateUser(actor, person.user_id);
    if (person.membership_status === 'suspended')
      await restoreMembership(actor, person.membership_id);
    if (givesBack) return giveBack(actor, holderOf(person));
    await keepHandedOver(holderOf(person));
    return 0;
  });
}

function holderOf({ membership_id, user_id, name }: PersonRow): Holder {
  return { membershipId: membership_id, userId: user_id, name };
}
