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

/** What a contact can see of projects, by kind; rooms further down add theirs. */
export type GlimpseKind = 'tasks' | 'milestones' | 'files' | 'discussions' | 'comments';

/** How much a contact would see of some projects, of each kind. */
export type Glimpse = Record<GlimpseKind, number>;

/** Counts what of one kind a contact sees of some projects, who may be nobody real. */
type Counter = (contact: Actor, projectIds: readonly number[]) => Promise<number>;

const counters: Record<GlimpseKind, Counter> = {
  tasks: countTasksSeen,
  milestones: async () => 0,
  files: perProject((contact, projectId) => visibleFiles(contact, { from: 'things', projectId })),
  discussions: async () => 0,
  comments: perProject((contact, projectId) => visibleComments(contact, { projectId })),
};

/** Tells the projects how milestones are counted for somebody who sees only some of them. */
export function useMilestoneCounter(counter: Counter): void {
  counters.milestones = counter;
}

/** Tells the projects how topics are counted for somebody who sees only some of them. */
export function useDiscussionCounter(counter: Counter): void {
  counters.discussions = counter;
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

/** How much there is to be seen in all. */
export function totalOf(glimpse: Glimpse): number {
  return Object.values(glimpse).reduce((sum, count) => sum + count, 0);
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
  const glimpse: Glimpse = { tasks: 0, milestones: 0, files: 0, discussions: 0, comments: 0 };
  for (const kind of Object.keys(counters) as GlimpseKind[])
    glimpse[kind] = await counters[kind](contact, projectIds);
  return glimpse;
}

/** Rows that can be counted, whatever they hold. */
interface Countable {
  count(columns: { n: string }): { first(): Promise<unknown> };
}

function perProject(rowsOf: (contact: Actor, projectId: number) => unknown): Counter {
  return async (contact, projectIds) => {
    let sum = 0;
    for (const projectId of projectIds) {
      const rows = rowsOf(contact, projectId) as Countable;
      const counted = (await rows.count({ n: '*' }).first()) as { n?: unknown } | undefined;
      sum += Number(counted?.n ?? 0);
    }
    return sum;
  };
}
