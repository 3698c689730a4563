import { lockRow, transaction } from '../../core/database/index.js';
import { Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { changeRoles, rolesHeld } from '../memberships/index.js';
import { deleteRole, findRole, requireMayDelete } from '../roles/index.js';
import { listMembershipsWith } from './holders.queries.js';

/**
 * Takes a custom role away and gives everybody who holds it another one in the same step, with
 * the end they had; whoever holds that one already keeps it as it is.
 * @throws NotFound; Forbidden for built-in roles, one's own, and whatever changeRoles() refuses;
 * Invalid {role_id} where somebody would be left without a role.
 */
export async function removeRole(
  actor: Actor,
  roleId: number,
  insteadId: number | null,
): Promise<void> {
  await transaction(async () => {
    await lockRow('workspaces', actor.workspaceId);
    const role = await findRole(actor, roleId);
    await requireMayDelete(actor, role);
    const memberships = await listMembershipsWith(roleId);
    if (memberships.length > 0) {
      const instead = insteadId === null ? undefined : await findRole(actor, insteadId);
      if (!instead || instead.id === roleId || instead.audience !== role.audience)
        throw new Invalid({ role_id: 'access.removal.choose' });
      for (const membershipId of memberships)
        await replace(actor, membershipId, roleId, instead.id);
    }
    await deleteRole(actor, roleId);
  });
}

async function replace(
  actor: Actor,
  membershipId: number,
  roleId: number,
  insteadId: number,
): Promise<void> {
  const held = await rolesHeld(membershipId);
  const kept = held.filter((row) => row.role_id !== roleId);
  const choices = kept.map((row) => ({ roleId: row.role_id, endsAt: row.ends_at }));
  const ends = held.find((row) => row.role_id === roleId)?.ends_at ?? null;
  if (!kept.some((row) => row.role_id === insteadId))
    choices.push({ roleId: insteadId, endsAt: ends });
  await changeRoles(actor, membershipId, choices);
}
