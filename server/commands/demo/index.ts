/** Fills an installed, empty instance with a believable agency; the same one each time. */
import { table, transaction } from '../../core/database/index.js';
import { generatePassword, hashPassword } from '../../features/accounts/index.js';
import { primaryWorkspace } from '../../features/workspaces/index.js';
import { makeHistory } from './history.js';
import { type DemoCompany, type DemoPerson, makeCompanies, makeTeam } from './people.js';
import { makePlans } from './plans.js';
import { seededRandom } from './random.js';
import { type ProjectScript, projects } from './script.js';
import { makeTalk } from './talk.js';
import { makeTeams } from './teams.js';
import { inventTitles, makeProject, type Stage } from './work.js';

/** The demo cannot be made here. */
export class DemoError extends Error {
  override name = 'DemoError';
}

/** What the demo made, for whoever wants to sign in. */
export interface DemoReport {
  people: number;
  projects: number;
  tasks: number;
  /** E-mail addresses of an admin, a staff member and a client. */
  signInAs: { admin: string; staff: string; client: string };
  password: string;
}

/** Tasks in an invented project of a large demo: 200 projects hold 10,000. */
const tasksPerProject = 50;
/** Cards on the board that is measured. */
const measuredBoard = 100;

/**
 * Makes the demo. `tasks` scales it: the named projects first, then invented ones until there are
 * that many tasks; one of them has 100, for measuring. The password is the same for everybody in
 * it, random unless given.
 * @throws DemoError when there are projects already.
 */
export async function makeDemo(
  options: { tasks?: number; password?: string } = {},
): Promise<DemoReport> {
  if (await table('projects').first('id')) {
    throw new DemoError('There are projects already. The demo is for an installation without any.');
  }
  const password = options.password ?? generatePassword();
  const passwordHash = await hashPassword(password);
  const { id: workspaceId } = await primaryWorkspace();
  const random = seededRandom(2026);
  const team = await makeTeam({ workspaceId, passwordHash, random });
  const companies = await makeCompanies({ workspaceId, passwordHash, random });
  const stage: Stage = { workspaceId, team, companies, random };
  const scripts = [...projects, ...inventProjects(stage, options.tasks ?? 0)];
  const made = await transaction(async () => {
    const ids: number[] = [];
    for (const script of scripts) ids.push(await makeProject(stage, script));
    await makeTeams(stage, scripts, ids);
    return ids;
  });
  await makeTalk(stage, made.slice(0, projects.length));
  // The board that is measured is a full one.
  await transaction(() => makePlans(stage, made.slice(0, projects.length + 1)));
  await transaction(() => makeHistory(stage));
  return report(stage, scripts, password);
}

function inventProjects({ team, companies, random }: Stage, wanted: number): ProjectScript[] {
  const invented: ProjectScript[] = [];
  let left = wanted - projects.reduce((sum, { tasks }) => sum + tasks.length, 0);
  for (let number = 1; left > 0; number += 1) {
    const size = Math.min(left, number === 1 ? measuredBoard : tasksPerProject);
    left -= size;
    invented.push({
      name:
        number === 1
          ? 'Measured board'
          : `${random.pick(['Spring', 'Summer', 'Autumn', 'Winter'])} work ${number}`,
      company: number === 1 ? 0 : random.between(0, companies.length - 1),
      status: random.pick(['active', 'active', 'active', 'planned', 'completed']),
      hue: random.pick(['teal', 'amber', 'violet', 'blue', 'green', 'rose']),
      description: 'Part of a large demo.',
      startsIn: -random.between(5, 200),
      dueIn: random.between(5, 200),
      members: [0, random.between(1, team.length - 1), random.between(1, team.length - 1)].filter(
        (at, place, all) => all.indexOf(at) === place,
      ),
      tasks: inventTitles(size, random),
      // A company's portal shows its present projects; the past ones of a large demo are put away.
      ...(number > 1 && random.happens(0.8) ? { isArchived: true as const } : {}),
    });
  }
  return invented;
}

function report(
  { team, companies }: Stage,
  scripts: readonly ProjectScript[],
  password: string,
): DemoReport {
  const contacts = companies.flatMap((company: DemoCompany) => company.contacts);
  const address = (person: DemoPerson | undefined) => person?.email ?? '';
  return {
    people: team.length + contacts.length,
    projects: scripts.length,
    tasks: scripts.reduce((sum, { tasks }) => sum + tasks.length, 0),
    signInAs: { admin: address(team[0]), staff: address(team[1]), client: address(contacts[0]) },
    password,
  };
}
