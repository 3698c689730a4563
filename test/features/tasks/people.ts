import { insertRow, table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import type { Actor, Permission, Scope } from '../../../server/core/permissions/index.js';
import { createUser } from '../../../server/features/accounts/index.js';
import { createMembership, loadActor } from '../../../server/features/memberships/index.js';
import type { Person, World } from '../../support/world.js';

/** Somebody of the world as an actor. */
export async function actorOf(world: World, person: { userId: number }): Promise<Actor> {
  return (await loadActor(person.userId, world.workspaceId, 'test')) as Actor;
}

/** Makes somebody with a role of their own and puts them on projects. */
export async function addPerson(
  world: World,
  name: string,
  grants: Partial<Record<Permission, Scope>>,
  projectIds: readonly number[] = [],
  audience: 'team' | 'client' = 'team',
): Promise<Person> {
  const at = now();
  const roleId = await insertRow('roles', {
    workspace_id: world.workspaceId,
    key: null,
    name: `Role of ${name}`,
    audience,
    description: null,
    created_at: at,
    updated_at: at,
  });
  for (const [permission, scope] of Object.entries(grants)) {
    await insertRow('role_grants', { role_id: roleId, permission, scope });
  }
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
  const userId = await createUser({ name, email, status: 'active' });
  const membershipId = await createMembership({
    workspaceId: world.workspaceId,
    userId,
    audience,
    roleIds: [roleId],
    status: 'active',
  });
  for (const projectId of projectIds) await putOn(projectId, membershipId);
  return { userId, membershipId, name, email };
}

/** Puts a membership on a project, for good or until a moment. */
export async function putOn(
  projectId: number,
  membershipId: number,
  endsAt: number | null = null,
): Promise<void> {
  await insertRow('project_assignments', {
    project_id: projectId,
    membership_id: membershipId,
    ends_at: endsAt,
    created_at: now(),
  });
}

/** What an external contractor holds (PRODUCT 3.3). */
export const contractorGrants = {
  'projects.view': 'assigned',
  'tasks.view': 'own',
  'tasks.change_status': 'own',
  'tasks.comment': 'own',
  'files.view': 'own',
  'files.upload': 'own',
} as const;

interface Counts {
  tasks_count: number;
  tasks_done_count: number;
  client_tasks_count: number;
  client_tasks_done_count: number;
}

/** What a project has stored about its tasks, and what counting them says. */
export async function countsOf(projectId: number): Promise<{ stored: Counts; counted: Counts }> {
  const project = (await table('projects').where({ id: projectId }).first()) as unknown as Counts;
  const rows = (await table('tasks')
    .where({ project_id: projectId })
    .whereNull('deleted_at')) as unknown as { visibility: string; completed_at: number | null }[];
  const shared = rows.filter((row) => row.visibility === 'client');
  const isDone = (row: { completed_at: number | null }) => row.completed_at !== null;
  return {
    stored: {
      tasks_count: project.tasks_count,
      tasks_done_count: project.tasks_done_count,
      client_tasks_count: project.client_tasks_count,
      client_tasks_done_count: project.client_tasks_done_count,
    },
    counted: {
      tasks_count: rows.length,
      tasks_done_count: rows.filter(isDone).length,
      client_tasks_count: shared.length,
      client_tasks_done_count: shared.filter(isDone).length,
    },
  };
}
