import { lockRow } from '../../core/database/index.js';
import { Forbidden, Invalid, NotFound } from '../../core/http/index.js';
import {
  type Actor,
  can,
  holds,
  type Permission,
  type Scope,
  scopeOf,
} from '../../core/permissions/index.js';
import { holdsAll, isAdmin, isSuperAdmin } from '../roles/index.js';
import { primaryWorkspace } from '../workspaces/index.js';
import { loadActor } from './actors.js';
import {
  countLastingAdmins,
  hasAdminRole,
  isLastingAdmin,
  type MembershipRow,
  membershipsOf,
} from './memberships.queries.js';
import { sharesProject } from './people.queries.js';

/** What can be done to a person; the permission is that of the team or of clients. */
export type MemberVerb = 'edit' | 'deactivate' | 'delete';

/**
 * Refuses a change of somebody's access that the actor may not make (PRODUCT 3.1.3): never one's
 * own, nobody without the permission, and only an Admin changes an Admin.
 * @throws Forbidden, NotFound for a contact outside the actor's scope.
 */
export async function requireMayChange(
  actor: Actor,
  member: MembershipRow,
  verb: MemberVerb,
): Promise<void> {
  if (actor.kind === 'system') return;
  if (actor.kind === 'client') throw new NotFound();
  if (member.user_id === actor.userId) throw new Forbidden('memberships.errors.self');
  const permission = permissionFor(member, verb);
  if (!holds(actor, permission)) {
    throw new Forbidden({ key: 'errors.no_permission', values: { permission } });
  }
  if (!(await isInScope(actor, member, permission))) throw new NotFound();
  if (!isAdmin(actor) && (await hasAdminRole(member.id)))
    throw new Forbidden('memberships.errors.only_admins');
}

/** The permission that a verb needs for a member of the team or for a contact. */
export function permissionFor(
  member: Pick<MembershipRow, 'audience'>,
  verb: MemberVerb,
): Permission {
  return member.audience === 'team' ? `users.${verb}` : `clients.${verb}`;
}

/**
 * Whether the actor may change a user's e-mail, password, status or delete them (PRODUCT 3.1.4):
 * a Super Admin, or who holds the permission in every workspace of that user together with
 * everything the user holds there. Nobody themselves.
 */
export async function mayChangeUser(
  actor: Actor,
  userId: number,
  verb: MemberVerb,
): Promise<boolean> {
  if (actor.kind === 'system') return true;
  if (actor.kind !== 'team' || actor.userId === userId) return false;
  if (isSuperAdmin(actor)) return true;
  const memberships = await membershipsOf(userId);
  for (const member of memberships) {
    if (!(await mayRule(actor, member, verb))) return false;
  }
  return memberships.length > 0;
}

/**
 * Keeps the installation from losing its last Admin: locks the primary workspace first, so that
 * of two changes at the same moment the second sees what the first did.
 * @throws Invalid {'': …} when the member is the last lasting Admin and would be one no more.
 */
export async function keepAnAdmin(member: MembershipRow, change: () => Promise<void>) {
  await lockRow('workspaces', member.workspace_id);
  const { id } = await primaryWorkspace();
  const matters = member.workspace_id === id && (await isLastingAdmin(member.id));
  await change();
  if (!matters || (await isLastingAdmin(member.id))) return;
  if ((await countLastingAdmins(id, member.id)) === 0)
    throw new Invalid({ '': 'memberships.errors.last_admin' });
}

/** Whether the actor, as who they are in the member's workspace, stands above the member there. */
async function mayRule(actor: Actor, member: MembershipRow, verb: MemberVerb): Promise<boolean> {
  const here =
    member.workspace_id === actor.workspaceId
      ? actor
      : await loadActor(actor.userId, member.workspace_id, '');
  if (here?.kind !== 'team') return false;
  const permission = permissionFor(member, verb);
  if (!holds(here, permission) || !(await isInScope(here, member, permission))) return false;
  if (isAdmin(here)) return true;
  if (await hasAdminRole(member.id)) return false;
  if (member.audience === 'client') return true;
  const theirs = await loadActor(member.user_id, member.workspace_id, '');
  const scopes = [...(theirs?.grants ?? [])].map(([key, { scope }]) => [key, scope] as const);
  return holdsAll(here, new Map<Permission, Scope>(scopes));
}

async function isInScope(actor: Actor, member: MembershipRow, permission: Permission) {
  if (scopeOf(actor, permission) === 'all') return true;
  const assigned = await sharesProject(actor.membershipId, member.id);
  return can(actor, permission, { own: false, assigned });
}
