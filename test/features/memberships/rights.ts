import { insertRow } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import { HttpError } from '../../../server/core/http/index.js';
import type { Actor, Audience, Permission, Scope } from '../../../server/core/permissions/index.js';
import { createUser } from '../../../server/features/accounts/index.js';
import { createMembership, loadActor } from '../../../server/features/memberships/index.js';
import type { Person } from '../../support/world.js';

/** Makes a custom role with these grants. */
export async function makeRole(
  workspaceId: number,
  name: string,
  grants: Partial<Record<Permission, Scope>>,
  audience: Audience = 'team',
): Promise<number> {
  const id = await insertRow('roles', {
    workspace_id: workspaceId,
    key: null,
    name,
    audience,
    description: null,
    created_at: now(),
    updated_at: now(),
  });
  for (const [permission, scope] of Object.entries(grants))
    await insertRow('role_grants', { role_id: id, permission, scope });
  return id;
}

/** Makes somebody with these roles. */
export async function makePerson(
  workspaceId: number,
  name: string,
  roleIds: readonly number[],
  audience: Audience = 'team',
): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
  const userId = await createUser({ name, email, status: 'active' });
  const membershipId = await createMembership({
    workspaceId,
    userId,
    audience,
    roleIds,
    status: 'active',
  });
  return { userId, membershipId, name, email };
}

/** Somebody as who they are in a workspace right now. */
export async function actorOf(workspaceId: number, person: Person): Promise<Actor> {
  const actor = await loadActor(person.userId, workspaceId, 'test');
  if (!actor) throw new Error(`${person.name} is not here`);
  return actor;
}

/** How an attempt ended: 'done', or the name of what was thrown. */
export async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'done';
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return error.name;
  }
}
