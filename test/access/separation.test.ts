import { expect } from 'chai';
import { note } from '../../server/core/audit/index.js';
import { table, transaction } from '../../server/core/database/index.js';
import type { Route } from '../../server/core/http/index.js';
import { workOff } from '../../server/core/jobs/index.js';
import {
  allIds,
  allRoutes,
  dump,
  fillPath,
  parametersOf,
  websiteValues,
} from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeSecondWorkspace, type SecondWorkspace } from '../support/second-workspace.js';
import type { Answer, Visitor } from '../support/visitor.js';
import { walk } from '../support/walk.js';
import { makeWorld, type World } from '../support/world.js';

/** What the second workspace holds, besides its own name, which those who belong to it read elsewhere too. */
const itsOwn = [
  'Elsewhere Client',
  'Elsewhere Project',
  'Elsewhere Task',
  'Elsewhere Comment',
  'Elsewhere Team',
  'Elsewhere Role',
  'Elsewhere.txt',
  'Elsewhere-Entry',
  'Wanda Elsewhere',
  'Ole Elsewhere',
  'Cleo Elsewhere',
];
/** What the first one holds. */
const ours = [
  'Website relaunch',
  'Autumn campaign',
  'Secret-Project-Kestrel',
  'Secret-Task-Budget',
  'Secret-Comment-Margin',
  'Secret-File-Prices',
  'Secret-Content-Prices',
  'Secret-Team-Lighthouse',
  'Secret-Entry',
  'Redraw the harbour logo',
  'Foreign-Task-Poster',
  'Harbour Coffee',
  'Northwind',
  'logo-draft',
  'Here is the first draft',
  'Priya Raman',
  'Elin Sandberg',
  'Sofia Lindqvist',
  'Nora Quist',
];
/**
 * Pages that concern the whole installation (PRODUCT 2): a Super Admin reads there who belongs to
 * which workspace, what was mailed, and names the roles that need a second factor.
 */
const aboutWorkspaces = /^\/(workspaces|outbox|settings\/security)\b/;

/** Lists that can be searched. */
const searches = [
  '/?q=Elsewhere',
  '/projects?q=Elsewhere',
  '/users?q=Elsewhere',
  '/clients?q=Elsewhere',
  '/companies?q=Elsewhere',
  '/teams?q=Elsewhere',
  '/roles?q=Elsewhere',
  '/audit?q=Elsewhere',
  '/portal/files?q=Elsewhere',
];
/** Parameters that name a record of one workspace. */
const foreign = new Set([
  'projectId',
  'taskId',
  'columnId',
  'commentId',
  'fileId',
  'companyId',
  'teamId',
  'roleId',
  'userId',
  'membershipId',
  'reviewId',
]);

describe('Two workspaces of one installation', function () {
  this.timeout(180_000);
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;
  const reviews = { ours: {}, theirs: {} };

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    second = await makeSecondWorkspace(world);
    await plantTrail(second.workspaceId, 'Elsewhere-Entry');
    await plantTrail(world.workspaceId, 'Secret-Entry');
    reviews.theirs = await reviewed(second.people.wanda.userId, second.workspaceId);
    reviews.ours = await reviewed(world.people.priya.userId, world.workspaceId);
  });
  after(() => app.close());

  /** Somebody signed in in one of their workspaces. */
  async function signedIn(userId: number, workspaceId: number): Promise<Visitor> {
    const visitor = await app.signedIn(userId);
    await table('sessions').where({ user_id: userId }).update({ workspace_id: workspaceId });
    return visitor;
  }

  /** Begins a review of access, which lists everybody of a workspace. */
  async function reviewed(userId: number, workspaceId: number) {
    const visitor = await signedIn(userId, workspaceId);
    const { location } = await visitor.post('/access-review', {});
    const reviewId = Number(/\/access-review\/(\d+)/.exec(location)?.[1]);
    const row = await table('access_review_rows').where({ review_id: reviewId }).first('id');
    return { reviewId, rowId: Number(row?.id) };
  }

  async function everything(visitor: Visitor): Promise<Map<string, Answer>> {
    const read = await walk(visitor, await allIds());
    for (const path of searches) read.set(path, await visitor.get(path));
    expect(read.size).to.be.greaterThan(20);
    return read;
  }

  function expectNone(read: ReadonlyMap<string, Answer>, forbidden: readonly string[]): void {
    for (const [path, { text, headers }] of read) {
      const rest = `${text}\n${[...headers].join('\n')}`;
      const asked = [path, encodeURIComponent(path), decodeURIComponent(path), 'value="Elsewhere"'];
      const said = asked.reduce((left, one) => left.replaceAll(one, ''), rest);
      for (const secret of forbidden)
        expect(said.includes(secret), `${secret} at ${path}`).to.equal(false);
    }
  }

  it('nobody signed in reads anything of the second one', async () => {
    expectNone(await everything(app.visitor()), ['Elsewhere']);
  });

  it('a Super Admin reads nothing of the second one but who belongs to it', async () => {
    const read = await everything(await signedIn(world.people.priya.userId, world.workspaceId));
    const pages = [...read].filter(([path]) => !aboutWorkspaces.test(path));
    // The list of users is narrowed to who also belongs there, so its name stands in that choice.
    const choice = />Also in Elsewhere Media<\/option>/;
    for (const [path, answer] of pages)
      if (/^\/users(\?|$)/.test(path)) answer.text = answer.text.replace(choice, '');
    expectNone(new Map(pages), ['Elsewhere']);
    const text = [...read].map(([, answer]) => answer.text).join('\n');
    expect(text).to.include('Wanda Elsewhere');
    expectNone(
      read,
      itsOwn.slice(0, -3).filter((name) => !/Role/.test(name)),
    );
  });

  for (const name of ['elin', 'sofia', 'nora'] as const) {
    it(`${name} of the first one reads nothing of the second`, async () => {
      const visitor = await signedIn(world.people[name].userId, world.workspaceId);
      expectNone(await everything(visitor), ['Elsewhere']);
    });
  }

  for (const name of ['wanda', 'ole', 'cleo'] as const) {
    it(`${name} of the second one reads nothing of the first`, async () => {
      const visitor = await signedIn(second.people[name].userId, second.workspaceId);
      const read = await everything(visitor);
      // The page of components shows invented things, of the same names.
      for (const path of read.keys()) if (path.startsWith('/settings/interface')) read.delete(path);
      expectNone(read, [...ours, 'Marlow']);
      const text = [...read].map(([, answer]) => answer.text).join('\n');
      expect(text, 'their own they do read').to.include('Elsewhere Task client');
    });
  }

  it('who belongs to both reads in each only what is of it, and of the other its name', async () => {
    const { ines } = second.people;
    const here = await everything(await signedIn(ines.userId, world.workspaceId));
    expectNone(here, itsOwn);
    const there = await everything(await signedIn(ines.userId, second.workspaceId));
    expectNone(there, ours);
  });

  it('who is team in one and client in the other reads in each only what is of it', async () => {
    const { jonas } = world.people;
    expectNone(await everything(await signedIn(jonas.userId, world.workspaceId)), itsOwn);
    const there = await everything(await signedIn(jonas.userId, second.workspaceId));
    expectNone(there, [...ours, 'Elsewhere Task internal']);
  });

  describe('every route with a number of the other one answers as for a missing one, and changes nothing', () => {
    const routes = allRoutes().filter(
      (route) =>
        parametersOf(route.path).some((name) => foreign.has(name)) &&
        !/^\/(workspaces|current-workspace)\b/.test(route.path),
    );

    for (const route of routes) {
      it(`${route.method.toUpperCase()} ${route.path}`, async () => {
        const before = await dump();
        const admin = await signedIn(world.people.priya.userId, world.workspaceId);
        const theirs = await send(admin, route, {
          ...websiteValues(world, route.path),
          ...valuesOf(second),
          ...reviews.theirs,
        });
        const wanda = await signedIn(second.people.wanda.userId, second.workspaceId);
        const back = await send(wanda, route, {
          ...websiteValues(world, route.path),
          ...reviews.ours,
        });
        const expected = route.access === 'settings.email' ? [403, 404] : [404];
        expect(theirs.status, 'by the Super Admin').to.be.oneOf(expected);
        expect(back.status, 'by the Admin of the second one').to.be.oneOf(
          isOfInstallation(route) ? [403, 404] : expected,
        );
        expect(await dump()).to.equal(before);
      });
    }
  });

  it('an Admin of the second one opens no page that the whole installation shares', async () => {
    const wanda = await signedIn(second.people.wanda.userId, second.workspaceId);
    const shared = allRoutes().filter(
      (route) => isOfInstallation(route) && route.method === 'get' && !route.path.includes(':'),
    );
    expect(shared.length).to.be.greaterThan(5);
    for (const { path } of shared) expect((await wanda.get(path)).status, path).to.equal(403);
  });

  it('the downloads of one hold nothing of the other', async () => {
    const priya = await signedIn(world.people.priya.userId, world.workspaceId);
    const ours = await priya.post('/audit/export', {});
    expect(ours.text).to.include('Secret-Entry').and.not.to.include('Elsewhere');
    const wanda = await signedIn(second.people.wanda.userId, second.workspaceId);
    const theirs = await wanda.post('/audit/export', {});
    expect(theirs.text).to.include('Elsewhere-Entry').and.not.to.include('Secret-Entry');
  });

  it('what happens in one is an event and a message of that one only', async () => {
    const wanda = await signedIn(second.people.wanda.userId, second.workspaceId);
    await table('outbox').delete();
    const newest = (await table('events').max({ id: 'id' }).first()) as { id: number | null };
    await wanda.post('/comments', {
      subject_type: 'task',
      subject_id: second.tasks.shared,
      body: 'Elsewhere Comment again',
      visibility: 'client',
    });
    const events = await table('events').where('id', '>', newest.id ?? 0);
    expect(new Set(events.map((event) => event.workspace_id))).to.eql(
      new Set([second.workspaceId]),
    );
    await workOff('events');
    const addresses = (await table('outbox').pluck('to_address')) as string[];
    expect(addresses).to.include(second.people.ole.email);
    expect(addresses.filter((address) => /priya|elin|sofia|nora|tom/.test(address))).to.eql([]);
  });
});

/** The things of the second workspace, by the parameter that names them. */
function valuesOf(second: SecondWorkspace): Record<string, number> {
  return {
    projectId: second.project,
    taskId: second.tasks.shared,
    columnId: second.columns.todo,
    commentId: second.comment,
    fileId: second.file,
    companyId: second.company,
    teamId: second.team,
    roleId: second.role,
    userId: second.people.ole.userId,
    membershipId: second.people.ole.membershipId,
  };
}

function isOfInstallation({ access }: Route): boolean {
  return /^(settings\.(email|security|license|maintenance)|workspaces\.manage)$/.test(access);
}

async function send(
  visitor: Visitor,
  route: Route,
  values: Record<string, string | number>,
): Promise<Answer> {
  const path = fillPath(route.path, values);
  if (route.method === 'get') return visitor.get(path);
  return visitor.post(path, route.method === 'post' ? {} : { _method: route.method });
}

async function plantTrail(workspaceId: number, name: string): Promise<void> {
  const subject = { type: 'user', id: 999, name };
  await transaction(() => note({ action: 'user.added', workspaceId, subject, after: {} }));
}
