import { insertRow } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import {
  type Audience,
  allowedFor,
  type Permission,
  permissionEntry,
  permissions,
} from '../../../server/core/permissions/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { testRandom } from '../../support/trials.js';
import type { Person, World } from '../../support/world.js';
import { assign, assignTask, team } from '../../support/world-parts.js';
import { makePerson, makeRole } from '../memberships/rights.js';

let random = testRandom();

/** One of some things, by chance. */
const pick = <Item>(items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

/** Yes in this share of the cases. */
const chance = (share: number): boolean => random() < share;

/** Somebody whose rights and work were thrown together. */
export interface RandomPerson {
  person: Person;
  audience: Audience;
}

const overridden: readonly Permission[] = [
  'projects.view',
  'tasks.view',
  'tasks.edit',
  'tasks.comment',
  'files.view',
  'files.share',
  'clients.view',
  'clients.edit',
  'users.view',
];

/** Some people with roles, exceptions with and without ends, teams, projects and tasks by chance. */
export async function randomPeople(world: World, count: number): Promise<RandomPerson[]> {
  // From the beginning each time, so that the order of test files changes nothing.
  random = testRandom();
  const people: RandomPerson[] = [];
  for (let number = 0; number < count; number += 1) people.push(await randomPerson(world, number));
  const members = people.filter(({ audience }) => audience === 'team');
  await team(world.workspaceId, 'By chance', {
    members: members.filter(() => chance(0.3)).map(({ person }) => person),
    projects: [world.projects.campaign],
  });
  return people;
}

async function randomPerson(world: World, number: number): Promise<RandomPerson> {
  const { workspaceId } = world;
  const audience = pick<Audience>(['team', 'team', 'client']);
  const name = `Random ${number}`;
  const role = await makeRole(workspaceId, name, randomGrants(audience), audience);
  const roles = [role];
  if (chance(0.3)) {
    const key = audience === 'client' ? 'client' : 'staff';
    roles.push((await builtInRole(workspaceId, key)).id);
  }
  const person = await makePerson(workspaceId, name, roles, audience);
  await setExceptions(person, audience);
  for (const projectId of Object.values(world.projects))
    if (chance(0.5)) await assign(projectId, [person]);
  for (const taskId of Object.values(world.tasks))
    if (chance(0.4) && audience === 'team') await assignTask(taskId, person);
  return { person, audience };
}

function randomGrants(audience: Audience) {
  const possible = permissions.filter((key) => allowedFor(audience, key));
  const grants = possible.flatMap((key) =>
    chance(0.6) ? [[key, pick(permissionEntry(key).scopes)] as const] : [],
  );
  return Object.fromEntries(grants);
}

async function setExceptions({ membershipId }: Person, audience: Audience): Promise<void> {
  for (const permission of overridden) {
    if (chance(0.75) || !allowedFor(audience, permission)) continue;
    const isDenied = chance(0.5);
    await insertRow('permission_overrides', {
      membership_id: membershipId,
      permission,
      effect: isDenied ? 'deny' : 'allow',
      scope: isDenied ? 'none' : pick(permissionEntry(permission).scopes),
      ends_at: pick([null, now() + day, now() - day]),
    });
  }
}
