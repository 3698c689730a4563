import { insertRow } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import { createUser } from '../../../server/features/accounts/index.js';
import {
  type InvitationStatus,
  invite,
  statusOf,
} from '../../../server/features/invitations/index.js';
import { createMembership } from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import type { TestApp } from '../../support/app.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import type { World } from '../../support/world.js';
import { actorOf } from '../memberships/rights.js';

/** A password that the policy accepts. */
export const goodPassword = 'quarry lantern velvet orbit';

/** Somebody who was invited and has not come yet. */
export interface Guest {
  userId: number;
  membershipId: number;
  email: string;
  /** Path of the link. */
  path: string;
}

let made = 0;

/** Invites somebody new to Website relaunch, as Priya would. */
export async function inviteGuest(
  world: World,
  role: 'staff' | 'client' | 'admin' = 'staff',
): Promise<Guest> {
  made += 1;
  const email = `guest${made}@example.com`;
  const userId = await createUser({ name: `Guest ${made}`, email, status: 'pending' });
  const { id, audience } = await builtInRole(world.workspaceId, role);
  const membershipId = await createMembership({
    workspaceId: world.workspaceId,
    userId,
    audience,
    roleIds: [id],
    companyId: audience === 'client' ? world.companies.harbour : null,
    status: 'pending',
  });
  await insertRow('project_assignments', {
    project_id: world.projects.website,
    membership_id: membershipId,
    ends_at: null,
    created_at: now(),
  });
  const priya = await actorOf(world.workspaceId, world.people.priya);
  const { link } = await invite(priya, membershipId);
  return { userId, membershipId, email, path: new URL(link).pathname };
}

/** How far a guest is. */
export async function statusOfGuest({
  membershipId,
}: Guest): Promise<InvitationStatus | undefined> {
  return (await statusOf([membershipId])).get(membershipId);
}

/** Opens a link in a new browser and sends its form. */
export async function acceptAt(
  app: TestApp,
  path: string,
  fields: Record<string, string> = { name: 'Ines Caldeira', password: goodPassword },
): Promise<{ visitor: Visitor; answer: Answer }> {
  const visitor = app.visitor();
  await visitor.get(path);
  return { visitor, answer: await visitor.post(path, fields) };
}
