import { transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { saveSettings, setting } from '../../core/settings/index.js';
import { createUser, lookUpUser, lookUpUserByEmail, type UserRow } from '../accounts/index.js';
import { invite } from '../invitations/index.js';
import { createMembership } from '../memberships/index.js';
import { builtInRole, isSuperAdmin } from '../roles/index.js';
import { furnishWorkspace } from '../settings/index.js';
import { findWorkspace } from '../workspaces/index.js';
import { workspaceAddedEmail } from './belonging.emails.js';
import { membershipAdded, workspaceCreated } from './belonging.events.js';
import { requireActorIn } from './reach.service.js';

/** A workspace to be made; without an Admin of its own its maker is the first. */
export interface NewWorkspace {
  name: string;
  admin?: { email: string; name: string | null };
}

/** A workspace that was made, with the link for its first Admin if they have yet to accept. */
export interface MadeWorkspace {
  id: number;
  invited?: { name: string; email: string; link: string };
}

/**
 * Makes a workspace as the installer made the first: with the built-in roles, with settings that
 * begin as those of the actor's workspace, and with one Admin.
 * @throws Forbidden; Invalid {admin}, {email} or {person}.
 */
export async function foundWorkspace(actor: Actor, made: NewWorkspace): Promise<MadeWorkspace> {
  if (!holds(actor, 'workspaces.manage'))
    throw new Forbidden({
      key: 'errors.no_permission',
      values: { permission: 'workspaces.manage' },
    });
  // Only an Admin makes somebody an Admin (PRODUCT 3.1.3).
  if (made.admin && !isSuperAdmin(actor)) throw new Invalid({ admin: 'workspaces.errors.only_me' });
  return transaction(async () => {
    const { name } = made;
    const id = await furnishWorkspace({ name, isPrimary: false });
    await publish(workspaceCreated, {
      actor,
      subject: { type: 'workspace', id },
      visibility: 'internal',
      data: { name },
      audit: { name, after: { name } },
    });
    await saveSettings(id, { ...startingWith(actor), 'general.name': name });
    const user = await firstAdmin(actor, made);
    const membershipId = await seat(id, user);
    if (user.id === actor.userId) return { id };
    return welcome(actor, { id, user, membershipId });
  });
}

/** How dates, money and language are written; the brand is the new workspace's own. */
function startingWith({ workspaceId }: Actor) {
  return {
    'general.timezone': setting(workspaceId, 'general.timezone'),
    'general.currency': setting(workspaceId, 'general.currency'),
    'general.locale': setting(workspaceId, 'general.locale'),
    'general.date_format': setting(workspaceId, 'general.date_format'),
    'general.week_start': setting(workspaceId, 'general.week_start'),
  };
}

/** The person with this address, or somebody new who is called as the form says. */
async function firstAdmin(actor: Actor, { admin }: NewWorkspace): Promise<UserRow> {
  const known = admin ? await lookUpUserByEmail(admin.email) : await lookUpUser(actor.userId);
  if (known?.status === 'inactive') throw new Invalid({ email: 'workspaces.errors.inactive' });
  if (known) return known;
  if (!admin?.name) throw new Invalid({ person: 'workspaces.errors.name_needed' });
  const { email, name } = admin;
  const created = await lookUpUser(await createUser({ email, name, status: 'pending' }));
  if (!created) throw new Error('A user that was just made is not there');
  return created;
}

async function seat(workspaceId: number, user: UserRow): Promise<number> {
  const role = await builtInRole(workspaceId, 'admin');
  return createMembership({
    workspaceId,
    userId: user.id,
    audience: 'team',
    roleIds: [role.id],
    status: user.status === 'pending' ? 'pending' : 'active',
  });
}

async function welcome(
  actor: Actor,
  { id, user, membershipId }: { id: number; user: UserRow; membershipId: number },
): Promise<MadeWorkspace> {
  const there = await requireActorIn(actor, id);
  const { name } = await builtInRole(id, 'admin');
  await publish(membershipAdded, {
    actor: there,
    subject: { type: 'user', id: user.id },
    visibility: 'internal',
    data: { name: user.name, roles: name },
    audit: { name: user.name, after: { membership_status: user.status, roles: [name] } },
  });
  if (user.status === 'pending') {
    const { link } = await invite(there, membershipId);
    return { id, invited: { name: user.name, email: user.email, link } };
  }
  const workspace = await findWorkspace(id);
  await workspaceAddedEmail({
    user,
    workspace,
    roles: [name],
    changer: actor.name,
    left: undefined,
  });
  return { id };
}
