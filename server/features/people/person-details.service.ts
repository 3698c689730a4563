import { transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeUser, emailChangedEmail, lookUpUser, type UserRow } from '../accounts/index.js';
import { findCompany } from '../clients/index.js';
import { invite } from '../invitations/index.js';
import {
  findMembership,
  mayChangeUser,
  requireMayChange,
  updateMembership,
} from '../memberships/index.js';
import { userChanged } from './people.events.js';
import type { PersonRow } from './people.queries.js';

/** What of somebody else can be changed on their page. */
export interface PersonDetails {
  name: string;
  email: string;
  phone: string | null;
  job_title: string | null;
  /** A contact's company; undefined for the team. */
  company_id?: number | null;
}

/**
 * Changes somebody's details. Another e-mail is another login and another address for everything
 * we send (S017): the old address is told, and an open invitation goes to the new one instead.
 * @throws NotFound, Forbidden (an e-mail only as PRODUCT 3.1.4 says), Invalid {email}
 */
export async function changeDetails(
  actor: Actor,
  person: PersonRow,
  details: PersonDetails,
): Promise<void> {
  await transaction(async () => {
    const member = await findMembership(actor, person.membership_id);
    await requireMayChange(actor, member, 'edit');
    const before = await lookUpUser(person.user_id);
    if (!before) throw new NotFound();
    const { company_id, ...changes } = details;
    await changeUser(before.id, changes);
    let company = person.company_name;
    if (company_id !== undefined && company_id !== member.company_id) {
      company = company_id === null ? null : (await findCompany(actor, company_id)).name;
      await updateMembership(member.id, { company_id });
    }
    if (details.email !== before.email) await moveTo(actor, person, before, details.email);
    await publish(userChanged, {
      actor,
      subject: { type: 'user', id: before.id },
      visibility: 'internal',
      data: { name: details.name },
      audit: {
        name: details.name,
        before: { name: before.name, email: before.email, company: person.company_name },
        after: { name: details.name, email: details.email, company },
      },
    });
  });
}

async function moveTo(
  actor: Actor,
  person: PersonRow,
  before: UserRow,
  address: string,
): Promise<void> {
  if (!(await mayChangeUser(actor, before.id, 'edit')))
    throw new Forbidden('memberships.errors.not_yours');
  if (person.user_status === 'pending') await invite(actor, person.membership_id);
  else await emailChangedEmail({ user: before, workspaceId: actor.workspaceId }, address);
}
