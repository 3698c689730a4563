import { insertRow, table } from '../../server/core/database/index.js';
import { now } from '../../server/core/dates/index.js';
import { saveSettings } from '../../server/core/settings/index.js';
import { createUser } from '../../server/features/accounts/index.js';
import { createMembership } from '../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../server/features/roles/index.js';
import { createWorkspace } from '../../server/features/workspaces/index.js';
import type { Person, World } from './world.js';
import {
  assign,
  assignTask,
  comment,
  company,
  countAll,
  file,
  makeColumns,
  project,
  task,
  team,
} from './world-parts.js';

/** Stands in every text of the second workspace, so that a leak of whatever it holds is found. */
export const elsewhere = 'Elsewhere';

/** Another agency of the same installation, with a record of every kind. */
export interface SecondWorkspace {
  workspaceId: number;
  people: {
    /** Admin there and nowhere else. */
    wanda: Person;
    /** Staff there, on its project; nowhere else. */
    ole: Person;
    /** Contact of its client, and nowhere else. */
    cleo: Person;
    /** Jonas of the small world as a client there: team in one, client in the other. */
    jonas: Person;
    /** Staff in both, on a project in both. */
    ines: Person;
  };
  /** Ines in the small world. */
  inesHere: Person;
  company: number;
  project: number;
  columns: World['columns'];
  team: number;
  role: number;
  tasks: { shared: number; internal: number };
  comment: number;
  file: number;
}

/** Makes the second workspace beside a small world that is there already. */
export async function makeSecondWorkspace(world: World): Promise<SecondWorkspace> {
  const name = `${elsewhere} Media`;
  const workspaceId = await createWorkspace({ name, isPrimary: false });
  await createBuiltInRoles(workspaceId);
  await saveSettings(workspaceId, { 'general.name': name });
  // Told apart by their names, as soon as there are two.
  await saveSettings(world.workspaceId, { 'general.name': 'Marlow & Finch' });
  const companyId = await company(workspaceId, `${elsewhere} Client Ltd`, 'blue');
  const people = await makePeople(workspaceId, companyId, world);
  const inesHere = await join(world.workspaceId, people.ines, 'staff');
  await assign(world.projects.website, [inesHere]);
  const author = people.wanda.userId;
  const projectId = await project(workspaceId, companyId, `${elsewhere} Project`, author);
  await assign(projectId, [people.ole, people.cleo, people.jonas, people.ines]);
  const columns = await makeColumns(projectId);
  const make = (number: number, visibility: string) =>
    task({
      workspaceId,
      projectId,
      columnId: columns.todo,
      number,
      title: `${elsewhere} Task ${visibility}`,
      visibility,
      done: false,
      author,
    });
  const tasks = { shared: await make(1, 'client'), internal: await make(2, 'internal') };
  await assignTask(tasks.shared, people.ole);
  const said = `${elsewhere} Comment`;
  const second = {
    workspaceId,
    people,
    inesHere,
    company: companyId,
    project: projectId,
    columns,
    tasks,
    team: await team(workspaceId, `${elsewhere} Team`, { members: [people.ole], projects: [] }),
    role: await customRole(workspaceId, `${elsewhere} Role`),
    comment: await comment(workspaceId, tasks.shared, author, 'client', said),
    file: await file(workspaceId, tasks.shared, author, 'client', `${elsewhere}.txt`, elsewhere),
  };
  await countAll();
  return second;
}

async function makePeople(
  workspaceId: number,
  companyId: number,
  world: World,
): Promise<SecondWorkspace['people']> {
  const fresh = async (name: string) => {
    const email = `${name.split(' ')[0]?.toLowerCase()}@example.org`;
    return { userId: await createUser({ name, email, status: 'active' }), name, email };
  };
  return {
    wanda: await join(workspaceId, await fresh(`Wanda ${elsewhere}`), 'admin'),
    ole: await join(workspaceId, await fresh(`Ole ${elsewhere}`), 'staff'),
    cleo: await join(workspaceId, await fresh(`Cleo ${elsewhere}`), 'client', companyId),
    jonas: await join(workspaceId, world.people.jonas, 'client', companyId),
    ines: await join(workspaceId, await fresh('Ines Duarte'), 'staff'),
  };
}

/** Gives somebody a role in a workspace besides what they are elsewhere. */
export async function join(
  workspaceId: number,
  { userId, name, email }: Omit<Person, 'membershipId'>,
  key: 'admin' | 'staff' | 'client',
  companyId: number | null = null,
): Promise<Person> {
  const role = await builtInRole(workspaceId, key);
  const membershipId = await createMembership({
    workspaceId,
    userId,
    audience: role.audience,
    roleIds: [role.id],
    companyId,
    status: 'active',
  });
  return { userId, membershipId, name, email };
}

/** A role of its own, with the grants that are named. */
export async function customRole(
  workspaceId: number,
  name: string,
  grants: Readonly<Record<string, string>> = {},
): Promise<number> {
  const at = now();
  const id = await insertRow('roles', {
    workspace_id: workspaceId,
    key: null,
    name,
    audience: 'team',
    description: null,
    created_at: at,
    updated_at: at,
  });
  for (const [permission, scope] of Object.entries(grants))
    await table('role_grants').insert({ role_id: id, permission, scope });
  return id;
}
