import { randomUUID } from 'node:crypto';
import { rehearse } from '../../core/database/index.js';
import type { Actor, Grant, Permission } from '../../core/permissions/index.js';
import { createUser } from '../accounts/index.js';
import { visibleComments } from '../comments/index.js';
import { visibleFiles } from '../files/index.js';
import { createMembership } from '../memberships/index.js';
import { builtInRole } from '../roles/index.js';
import { insertAssignments } from './project-people.queries.js';
import { countTasksSeen } from './projects.counts.js';

/** How much a contact would see of some projects, of each kind. */
export interface Glimpse {
  tasks: number;
  files: number;
  comments: number;
}

/** What somebody may do, as an actor holds it. */
export type Grants = ReadonlyMap<Permission, Grant>;

/**
 * How much contacts with certain rights would see of projects if they were put on them now; for
 * each of the rights, in their order. An imaginary contact is put there, asks as everybody asks,
 * and is taken back: what is promised and what is shown cannot differ.
 */
export async function glimpsesOf(
  actor: Actor,
  projectIds: readonly number[],
  rights: readonly Grants[],
): Promise<Glimpse[]> {
  return rehearse(async () => {
    const contact = await imagineContact(actor);
    for (const id of projectIds) await insertAssignments(id, [contact.membershipId]);
    const glimpses: Glimpse[] = [];
    for (const grants of rights) glimpses.push(await look({ ...contact, grants }, projectIds));
    return glimpses;
  });
}

/** Whether anything at all is to be seen. */
export function isEmpty({ tasks, files, comments }: Glimpse): boolean {
  return tasks + files + comments === 0;
}

async function imagineContact(actor: Actor): Promise<Actor> {
  const { workspaceId } = actor;
  const role = await builtInRole(workspaceId, 'client');
  const email = `${randomUUID()}@imaginary.invalid`;
  const userId = await createUser({ name: email, email, status: 'pending' });
  const membershipId = await createMembership({
    workspaceId,
    userId,
    audience: 'client',
    roleIds: [role.id],
    companyId: null,
    status: 'pending',
  });
  return { ...actor, kind: 'client', userId, membershipId, companyId: null };
}

async function look(contact: Actor, projectIds: readonly number[]): Promise<Glimpse> {
  const glimpse = { tasks: await countTasksSeen(contact, projectIds), files: 0, comments: 0 };
  for (const projectId of projectIds) {
    const files = visibleFiles(contact, { from: 'things', projectId });
    glimpse.files += await count(files as unknown as Countable);
    glimpse.comments += await count(
      visibleComments(contact, { projectId }) as unknown as Countable,
    );
  }
  return glimpse;
}

interface Countable {
  count(columns: { n: string }): { first(): Promise<unknown> };
}

async function count(rows: Countable): Promise<number> {
  const counted = (await rows.count({ n: '*' }).first()) as { n?: unknown } | undefined;
  return Number(counted?.n ?? 0);
}
