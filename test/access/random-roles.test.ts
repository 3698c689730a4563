import { expect } from 'chai';
import {
  type Audience,
  allowedFor,
  isPermission,
  type Permission,
  permissionEntry,
  permissions,
  type Scope,
} from '../../server/core/permissions/index.js';
import { addPerson } from '../features/tasks/people.js';
import { allIds, allRoutes, dump, fillPath, parametersOf } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { isLong, noteTrial, testRandom, testSeed } from '../support/trials.js';
import { walk } from '../support/walk.js';
import { makeWorld, type Person, type World } from '../support/world.js';
import { assignTask, comment, file } from '../support/world-parts.js';

const trials = isLong ? 60 : 5;
const random = testRandom();
const pick = <Item>(items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

/** Somebody with a role that nobody thought of, and what they are put on. */
interface Stranger {
  audience: Audience;
  grants: Partial<Record<Permission, Scope>>;
  person: Person;
  projects: readonly number[];
  tasks: readonly number[];
}

/** A text that stands in one record alone, and whether the stranger may read that record. */
interface Marker {
  text: string;
  mayRead(who: Stranger): boolean;
}

/** The page of components; its samples bear names like those of the small world. */
const samples = '/settings/interface';

/** A permission that shows whatever people did, by name, in the whole workspace. */
const tellsAll: readonly Permission[] = ['audit.view'];

describe(`A role made at random (seed ${testSeed})`, function () {
  // One stranger's walk over everything is some hundred pages.
  this.timeout(isLong ? 3_600_000 : 240_000);
  let app: TestApp;
  let world: World;
  let markers: Marker[];
  const strangers: Stranger[] = [];

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    markers = await plant(world);
    for (let number = 0; number < trials; number += 1) strangers.push(await makeStranger(number));
  });
  after(async () => {
    noteTrial(`random roles: ${trials} walked and tried`);
    await app.close();
  });

  it('reads nothing that its grants, assignments and marks do not say', async () => {
    let [hidden, read] = [0, 0];
    for (const who of strangers) {
      if (tellsAll.some((permission) => who.grants[permission])) continue;
      const pages = await walk(await app.signedIn(who.person.userId), await allIds());
      for (const { text, mayRead } of markers) {
        const seen = [...pages].filter(
          ([path, answer]) => !path.startsWith(samples) && answer.text.includes(text),
        );
        if (mayRead(who)) read += seen.length;
        else {
          hidden += 1;
          const said = `${text} for ${JSON.stringify(who)}`;
          expect(
            seen.map(([path]) => path),
            said,
          ).to.deep.equal([]);
        }
      }
    }
    expect(hidden, 'something was to be hidden').to.be.above(0);
    expect(read, 'something was to be read').to.be.above(0);
  });

  it('does nothing that its grants do not say, at any route', async () => {
    const routes = allRoutes().filter(({ access }) => isPermission(access));
    const ids = await allIds();
    for (const who of strangers) {
      const visitor = await app.signedIn(who.person.userId);
      await visitor.formToken();
      const before = await dump();
      for (const { method, path, access } of routes) {
        if (who.grants[access as Permission]) continue;
        const values = Object.fromEntries(
          parametersOf(path).map((name) => [name, pick(ids[name] ?? [1])]),
        );
        const at = fillPath(path, values);
        const answer =
          method === 'get'
            ? await visitor.get(at)
            : await visitor.post(at, method === 'post' ? {} : { _method: method });
        const said = `${method} ${at} needs ${access}: ${JSON.stringify(who.grants)}`;
        expect(answer.status, said).to.be.oneOf([403, 404]);
      }
      expect(await dump(), JSON.stringify(who.grants)).to.equal(before);
    }
  });

  async function makeStranger(number: number): Promise<Stranger> {
    const audience: Audience = number % 3 === 2 ? 'client' : 'team';
    const grants = randomGrants(audience);
    // One at least reads something, whatever the seed.
    if (number === 0) {
      Object.assign(grants, { 'projects.view': 'all', 'tasks.view': 'own' });
      delete grants['audit.view'];
    }
    const projects = Object.values(world.projects).filter(() => random() < 0.4);
    const person = await addPerson(world, `Stranger ${number}`, grants, projects, audience);
    const tasks = Object.values(world.tasks).filter(() => audience === 'team' && random() < 0.3);
    for (const id of tasks) await assignTask(id, person);
    return { audience, grants, person, projects, tasks };
  }
});

function randomGrants(audience: Audience): Stranger['grants'] {
  const chosen = permissions
    .filter((permission) => allowedFor(audience, permission))
    .filter(() => random() < 0.45);
  return Object.fromEntries(chosen.map((key) => [key, pick(permissionEntry(key).scopes)]));
}

/**
 * What is to be read, written down a second time and apart from the program: PRODUCT 3.1.1 for
 * projects, tasks and what hangs on them. It says who may read at most.
 */
function reads(who: Stranger, { project, task, isShared = true, permission }: Place): boolean {
  const reach = (key: Permission, own: boolean): boolean => {
    const scope = who.grants[key] ?? 'none';
    if (scope === 'all' && who.audience === 'team') return true;
    if (!who.projects.includes(project)) return false;
    return scope === 'assigned' || scope === 'all' || (scope === 'own' && own);
  };
  if (!reach('projects.view', false)) return false;
  if (who.audience === 'client' && !isShared) return false;
  const isTheirs = task !== undefined && who.tasks.includes(task);
  if (task !== undefined && !reach('tasks.view', isTheirs)) return false;
  // A file on a task of mine is mine to see.
  return permission === undefined || reach(permission, isTheirs);
}

interface Place {
  project: number;
  task?: number;
  /** Whether all on the way to it is marked for clients. */
  isShared?: boolean;
  /** What it needs besides its project and task. */
  permission?: Permission;
}

async function plant(world: World): Promise<Marker[]> {
  const { workspaceId, projects, tasks, campaignTask, people } = world;
  const author = people.priya.userId;
  const { website, campaign, internal } = projects;
  await comment(workspaceId, campaignTask, author, 'client', 'Marked-Comment-Poster');
  await file(workspaceId, campaignTask, author, 'client', 'Marked-File-Poster.txt', 'Poster');
  await comment(workspaceId, tasks.budget, author, 'internal', 'Marked-Comment-Budget');
  const at = (text: string, place: Place): Marker => ({
    text,
    mayRead: (who) => reads(who, place),
  });
  const secret = { project: website, isShared: false } as const;
  const poster = { project: campaign, task: campaignTask } as const;
  return [
    at('Website relaunch', { project: website }),
    at('Autumn campaign', { project: campaign }),
    at('Secret-Project-Kestrel', { project: internal }),
    at('Redraw the harbour logo', { project: website, task: tasks.logo }),
    at('Secret-Task-Budget', { ...secret, task: tasks.budget }),
    at('Marked-Comment-Budget', { ...secret, task: tasks.budget }),
    at('Secret-Comment-Margin', { ...secret, task: tasks.logo }),
    at('Secret-File-Prices', { ...secret, task: tasks.logo, permission: 'files.view' }),
    at('Sitemap signed off', { project: website, task: tasks.sitemap }),
    at('Foreign-Task-Poster', poster),
    at('Marked-Comment-Poster', poster),
    at('Marked-File-Poster', { ...poster, permission: 'files.view' }),
  ];
}
