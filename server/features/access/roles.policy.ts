import { type Actor, holds } from '../../core/permissions/index.js';
import {
  changedGrants,
  holdsRole,
  isAdmin,
  mayChangeGrant,
  type RoleRow,
  type Scopes,
} from '../roles/index.js';

/** What an actor may do to a role; the pages show only that. Services decide again. */
export interface RoleRights {
  edit: boolean;
  remove: boolean;
  /** Whether there is something to take back, and the actor may. */
  reset: boolean;
  /** To see the product as a holder would: for Admins, and not of the role Admin, which sees all. */
  preview: boolean;
  /** Why it cannot be edited: the key of a text, or ''. */
  why: string;
}

/** What the actor may do to a role that gives `scopes`; `standard` is what it came from. */
export async function rightsOverRole(
  actor: Actor,
  role: RoleRow,
  scopes: Scopes,
  standard: Scopes | undefined,
): Promise<RoleRights> {
  const isOwn = await holdsRole(actor.membershipId, role.id);
  const edit = holds(actor, 'roles.manage') && role.key !== 'admin' && !isOwn;
  const may = (after: Scopes) =>
    changedGrants(scopes, after).every((grant) => mayChangeGrant(actor, role.audience, grant));
  const differs = standard !== undefined && changedGrants(scopes, standard).length > 0;
  return {
    edit,
    remove: edit && !role.key && may(new Map()),
    reset: edit && role.key !== null && differs && may(standard),
    preview: isAdmin(actor) && role.key !== 'admin',
    why: role.key === 'admin' ? 'roles.errors.admin' : isOwn ? 'roles.errors.own' : '',
  };
}
