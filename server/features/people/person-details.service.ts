import { transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, NotFound } from '../../core/http/index.js';
import { isMailSetUp } from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  changeUser,
  emailChangedEmail,
  lookUpUser,
  offerEmailChange,
  pendingEmail,
  type UserRow,
  withdrawEmailChange,
} from '../accounts/index.js';
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
 * we send (S017): once it is confirmed by a link sent there, or at once where nothing can be sent.
 * Both addresses are told, and an open invitation goes to the new one instead. Returns the address
 * that waits to be confirmed, or null.
 * @throws NotFound, Forbidden (an e-mail only as PRODUCT 3.1.4 says), Invalid {email}
 */
export async function changeDetails(
  actor: Actor,
  person: PersonRow,
  details: PersonDetails,
): Promise<string | null> {
  return transaction(async () => {
    const member = await findMembership(actor, person.membership_id);
    await requireMayChange(actor, member, 'edit');
    const before = await lookUpUser(person.user_id);
    if (!before) throw new NotFound();
    const { company_id, email, ...changes } = details;
    const isMoving = email !== before.email;
    if (isMoving) await requireMayMove(actor, before);
    // Who could not receive the link could not confirm it, and it is the admin who answers for it.
    const waits = isMoving && before.status === 'active' && isMailSetUp();
    await changeUser(before.id, waits ? changes : { ...changes, email });
    let company = person.company_name;
    if (company_id !== undefined && company_id !== member.company_id) {
      company = company_id === null ? null : (await findCompany(actor, company_id)).name;
      await updateMembership(member.id, { company_id });
    }
    if (waits) await offerEmailChange(actor, before, email);
    else if (isMoving) await moveTo(actor, person, before, email);
    await publish(userChanged, {
      actor,
      subject: { type: 'user', id: before.id },
      visibility: 'internal',
      data: { name: details.name },
      audit: {
        name: details.name,
        before: { name: before.name, email: before.email, company: person.company_name },
        after: {
          name: details.name,
          company,
          ...(waits ? { email: before.email, awaited_email: email } : { email }),
        },
      },
    });
    return waits ? email : null;
  });
}

/**
 * Takes back an address of somebody that waits to be confirmed; the present one stays.
 * @throws Forbidden (PRODUCT 3.1.4)
 */
export async function keepEmail(actor: Actor, person: PersonRow): Promise<void> {
  await transaction(async () => {
    const user = await lookUpUser(person.user_id);
    if (!user) throw new NotFound();
    await requireMayMove(actor, user);
    const awaited = await pendingEmail(user.id);
    await withdrawEmailChange(user.id);
    if (awaited === null) return;
    await publish(userChanged, {
      actor,
      subject: { type: 'user', id: user.id },
      visibility: 'internal',
      data: { name: user.name },
      audit: { name: user.name, before: { awaited_email: awaited } },
    });
  });
}

/** An e-mail only as PRODUCT 3.1.4 says. */
async function requireMayMove(actor: Actor, { id }: UserRow): Promise<void> {
  if (!(await mayChangeUser(actor, id, 'edit')))
    throw new Forbidden('memberships.errors.not_yours');
}

async function moveTo(
  actor: Actor,
  person: PersonRow,
  before: UserRow,
  address: string,
): Promise<void> {
  if (person.user_status === 'pending') await invite(actor, person.membership_id);
  else await emailChangedEmail({ user: before, workspaceId: actor.workspaceId }, address);
}
