import {
  type Actor,
  can,
  holds,
  type Permission,
  type RecordFacts,
} from '../../core/permissions/index.js';
import { contactFacts } from '../clients/index.js';
import { type MemberVerb, mayChangeUser } from '../memberships/index.js';
import { isAdmin, mayViewAs } from '../roles/index.js';
import type { PersonRow } from './people.queries.js';
import type { HeldRole } from './people-roles.queries.js';

/** What an actor may do to somebody; the pages show only that. Services decide again. */
export interface PersonRights {
  isSelf: boolean;
  edit: boolean;
  changeRole: boolean;
  /** New password or link to one. */
  password: boolean;
  invite: boolean;
  deactivate: boolean;
  delete: boolean;
  /** To see the product as they do; whether they could come in is looked at besides. */
  viewAs: boolean;
}

/** What the actor may do to a member of the team or a contact (PRODUCT 3.1.3, 3.1.4). */
export async function rightsOver(
  actor: Actor,
  person: PersonRow,
  roles: readonly HeldRole[],
): Promise<PersonRights> {
  const isSelf = person.user_id === actor.userId;
  // Only an Admin touches an Admin, and nobody their own access.
  const isOutOfReach = isSelf || (!isAdmin(actor) && roles.some((role) => role.key === 'admin'));
  const facts = await factsOf(actor, person);
  const may = (verb: MemberVerb) => !isOutOfReach && mayDo(actor, person, verb, facts);
  const edit = may('edit');
  return {
    isSelf,
    edit,
    changeRole: edit,
    password: edit && (await mayChangeUser(actor, person.user_id, 'edit')),
    invite: !isOutOfReach && holds(actor, createPermission(person)),
    deactivate: may('deactivate'),
    delete: may('delete') && (await mayChangeUser(actor, person.user_id, 'delete')),
    viewAs: mayViewAs(actor, { userId: person.user_id, roleKeys: roles.map((role) => role.key) }),
  };
}

function mayDo(actor: Actor, person: PersonRow, verb: MemberVerb, facts: RecordFacts): boolean {
  return person.audience === 'team'
    ? holds(actor, `users.${verb}`)
    : can(actor, `clients.${verb}`, facts);
}

async function factsOf(actor: Actor, person: PersonRow): Promise<RecordFacts> {
  if (person.audience === 'team') return { own: false, assigned: false };
  return contactFacts(actor, { membershipId: person.membership_id });
}

function createPermission(person: PersonRow): Permission {
  return person.audience === 'team' ? 'users.create' : 'clients.create';
}
