import { seededRandom } from '../../server/commands/demo/random.js';
import { insertRow, insertRows, table, transaction } from '../../server/core/database/index.js';
import { day, now } from '../../server/core/dates/index.js';
import { hues, permissionEntry, permissions } from '../../server/core/permissions/index.js';
import { createUser } from '../../server/features/accounts/index.js';
import { createMembership } from '../../server/features/memberships/index.js';

/** How many people and custom roles an instance has besides those of the demo. */
export interface CrowdSize {
  people: number;
  roles: number;
}

const together = 500;
/** As many as work together: a larger agency has more projects, not larger ones. */
const peopleOfProject = 20;
const firstNames = ['Ada', 'Bruno', 'Chiara', 'Dilan', 'Esme', 'Farid', 'Greta', 'Hugo', 'Ines'];
const lastNames = ['Abel', 'Bianchi', 'Castro', 'Dahl', 'Egger', 'Fofana', 'Gruber', 'Haas'];

/**
 * Fills an instance with custom roles, projects and team members, each with one of the roles, on a project
 * and sometimes in a team: an agency many times larger than any, to find what grows with people.
 */
export async function addCrowd({ people, roles }: CrowdSize): Promise<void> {
  const random = seededRandom(2026);
  const { id: workspaceId } = (await table('workspaces').first('id')) as { id: number };
  const projects = await addProjects(Math.ceil(people / peopleOfProject));
  const roleIds = await addRoles(workspaceId, roles, random);
  for (let at = 0; at < people; at += together) {
    await transaction(async () => {
      const assignments: Record<string, number | null>[] = [];
      for (let number = at; number < Math.min(people, at + together); number += 1) {
        const name = `${random.pick(firstNames)} ${random.pick(lastNames)} ${number}`;
        const userId = await createUser({
          name,
          email: `person-${number}@crowd.example`,
          status: 'active',
        });
        await table('users')
          .where({ id: userId })
          .update({
            hue: random.pick(hues),
            last_sign_in_at: now() - random.between(0, 200) * day,
          });
        const membershipId = await createMembership({
          workspaceId,
          userId,
          audience: 'team',
          roleIds: [random.pick(roleIds)],
          status: 'active',
        });
        assignments.push({
          project_id: random.pick(projects).id,
          membership_id: membershipId,
          ends_at: null,
          created_at: now(),
        });
      }
      await insertRows('project_assignments', assignments);
    });
  }
}

/** Adds projects without tasks, otherwise like the first one of the demo. */
async function addProjects(count: number): Promise<{ id: number }[]> {
  const { id: _id, ...first } = (await table('projects').orderBy('id').first()) as object & {
    id: number;
  };
  const none = {
    next_task_number: 1,
    tasks_count: 0,
    tasks_done_count: 0,
    client_tasks_count: 0,
    client_tasks_done_count: 0,
  };
  const rows = Array.from({ length: count }, (_, at) => ({
    ...first,
    ...none,
    name: `Account ${at + 1}`,
  }));
  await insertRows('projects', rows);
  return (await table('projects').where('name', 'like', 'Account %').select('id')) as {
    id: number;
  }[];
}

async function addRoles(
  workspaceId: number,
  count: number,
  random: ReturnType<typeof seededRandom>,
): Promise<number[]> {
  const { id: staff } = (await table('roles')
    .where({ workspace_id: workspaceId, key: 'staff' })
    .first('id')) as { id: number };
  const made: number[] = count === 0 ? [staff] : [];
  for (let number = 1; number <= count; number += 1) {
    const id = await insertRow('roles', {
      workspace_id: workspaceId,
      key: null,
      name: `Department ${number}`,
      audience: 'team',
      description: null,
      created_at: now(),
      updated_at: now(),
    });
    const grants = permissions
      .filter((permission) => permission !== 'tasks.review' && permission !== 'invoices.pay')
      .filter(() => random.happens(0.4));
    await insertRows(
      'role_grants',
      grants.map((permission) => ({
        role_id: id,
        permission,
        scope: random.pick(permissionEntry(permission).scopes),
      })),
    );
    made.push(id);
  }
  return made;
}
