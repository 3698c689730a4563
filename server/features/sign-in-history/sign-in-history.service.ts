import { note } from '../../core/audit/index.js';
import { transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  endBegunSignIns,
  endSessions,
  everySignIn,
  type SignInFilter,
  type SignInRow,
} from '../accounts/index.js';
import { mayChangeUser } from '../memberships/index.js';
import type { PersonRow } from '../people/index.js';
import { userSignedOutEverywhere } from './sign-in-history.events.js';

/**
 * Signs somebody out on all their devices at once, in every workspace; whoever is half signed in
 * begins anew. Their password stays.
 * @throws Forbidden (PRODUCT 3.1.4)
 */
export async function signOutEverywhere(actor: Actor, person: PersonRow): Promise<void> {
  await transaction(async () => {
    if (!(await mayChangeUser(actor, person.user_id, 'edit')))
      throw new Forbidden('memberships.errors.not_yours');
    await endSessions(person.user_id, 'administrator');
    await endBegunSignIns(person.user_id);
    await publish(userSignedOutEverywhere, {
      actor,
      subject: { type: 'user', id: person.user_id },
      visibility: 'internal',
      data: { name: person.name },
      audit: { name: person.name },
    });
  });
}

/** All sign-ins of somebody that the filter lets through, to be taken away; that they were is noted first. */
export async function exportHistory(
  actor: Actor,
  person: PersonRow,
  filter: SignInFilter,
): Promise<AsyncGenerator<SignInRow[]>> {
  await transaction(() =>
    note({
      action: 'user.sign_ins_exported',
      workspaceId: actor.workspaceId,
      actor,
      subject: { type: 'user', id: person.user_id, name: person.name },
      ...(filter !== 'all' && { after: { filter_outcome: filter } }),
    }),
  );
  return everySignIn(person.user_id, filter);
}
