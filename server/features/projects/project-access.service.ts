import { lockRow, transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { people } from '../memberships/index.js';
import {
  type Assignable,
  deleteAssignments,
  insertAssignments,
  listAssignable,
  listLiveAssignments,
  listProjectPeople,
} from './project-people.queries.js';
import { projectPersonAdded, projectPersonRemoved } from './projects.events.js';
import { mayOnProject } from './projects.policy.js';
import { findProject, type ProjectRow } from './projects.queries.js';

/**
 * Puts people on a project: team members and contacts alike, by membership. Whoever is on it
 * already stays.
 * @throws NotFound where the actor does not see the project, Forbidden where they may not decide
 * who is on it, Invalid {membership_ids} for people they cannot choose.
 */
export async function assign(
  actor: Actor,
  projectId: number,
  membershipIds: readonly number[],
): Promise<void> {
  await transaction(async () => {
    const project = await findManaged(actor, projectId);
    await addPeople(actor, project, membershipIds);
  });
}

/** Who is on a project after a change, and who was before: for the way back. */
export interface PeopleChange {
  before: number[];
  after: number[];
}

/**
 * Makes exactly these people be on a project.
 * @throws NotFound, Forbidden, Invalid as assign() does.
 */
export async function setPeople(
  actor: Actor,
  projectId: number,
  membershipIds: readonly number[],
): Promise<PeopleChange> {
  return transaction(async () => {
    const project = await findManaged(actor, projectId);
    // Suspended people are not offered, so leaving them out says nothing about them.
    const { team, clients } = await listProjectPeople(project.id);
    const before = [...team, ...clients].map((person) => person.membershipId);
    const after = [...new Set(membershipIds)];
    await addPeople(actor, project, after);
    const gone = before.filter((id) => !after.includes(id));
    await removePeople(actor, project, gone);
    return { before, after };
  });
}

/** Adds people within the open transaction; the right to do so was checked before. */
export async function addPeople(
  actor: Actor,
  project: Pick<ProjectRow, 'id' | 'name'>,
  membershipIds: readonly number[],
): Promise<void> {
  await lockRow('projects', project.id);
  const present = new Set((await listLiveAssignments(project.id)).map((row) => row.id));
  const wanted = [...new Set(membershipIds)].filter((id) => !present.has(id));
  if (wanted.length === 0) return;
  const found = await listAssignable(actor, wanted);
  if (found.length !== wanted.length) throw new Invalid({ membership_ids: 'errors.choice' });
  await insertAssignments(project.id, wanted);
  await announce(actor, project, found, projectPersonAdded);
}

async function removePeople(
  actor: Actor,
  project: Pick<ProjectRow, 'id' | 'name'>,
  membershipIds: readonly number[],
): Promise<void> {
  if (membershipIds.length === 0) return;
  const going = (await listLiveAssignments(project.id)).filter((row) =>
    membershipIds.includes(row.id),
  );
  await deleteAssignments(project.id, membershipIds);
  await announce(actor, project, going, projectPersonRemoved);
}

async function findManaged(actor: Actor, projectId: number) {
  const project = await findProject(actor, projectId);
  if (!mayOnProject(actor, 'projects.manage_access', project)) throw new Forbidden();
  return project;
}

async function announce(
  actor: Actor,
  project: Pick<ProjectRow, 'id' | 'name'>,
  members: readonly Assignable[],
  kind: typeof projectPersonAdded,
): Promise<void> {
  const names = await people(members.map((member) => member.user_id));
  for (const { id: membershipId, user_id: userId } of members) {
    const person = names.get(userId)?.name ?? '';
    await publish(kind, {
      actor,
      subject: { type: 'project', id: project.id },
      projectId: project.id,
      visibility: 'internal',
      data: { name: project.name, membershipId, userId, person },
      audit: {
        name: person,
        subject: { type: 'user', id: userId },
        [kind === projectPersonAdded ? 'after' : 'before']: { project: project.name },
      },
    });
  }
}
