import { expect } from 'chai';
import type { Route } from '../../server/core/http/index.js';
import { type Actor, isPermission, scopeOf } from '../../server/core/permissions/index.js';
import { identityPort } from '../../server/features/memberships/index.js';
import { allRoutes, dump, fillPath, parametersOf, websiteValues } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Answer, Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

type Name = 'priya' | 'jonas' | 'elin' | 'sofia' | 'nora';

const actors: { name: Name; who: string; reachesWebsite: boolean }[] = [
  { name: 'priya', who: 'an Admin', reachesWebsite: true },
  { name: 'jonas', who: 'Staff in the project', reachesWebsite: true },
  { name: 'elin', who: 'Staff outside the project', reachesWebsite: false },
  { name: 'sofia', who: 'a Client in the project', reachesWebsite: true },
  { name: 'nora', who: 'a Client outside the project', reachesWebsite: false },
];

/** Parameters whose record belongs to Website relaunch. */
const inProject = new Set(['projectId', 'taskId', 'columnId', 'commentId', 'fileId']);

/** Pages that a rule besides the grants closes: another author's comment or topic, the role Admin, seeing as somebody for all but Admins. */
const closedByRecord = new Set([
  '/comments/:commentId/edit',
  '/discussions/:discussionId/edit',
  '/roles/:roleId/edit',
  '/roles/:roleId/reset',
  '/roles/:roleId/removal',
  '/roles/:roleId/preview',
  '/clients/:userId/viewing',
]);

/** What the catalogue says the answer must be: a status, or "goes on" to the handler. */
function expected(route: Route, actor: Actor, reachesWebsite: boolean): 403 | 404 | 'goes on' {
  const isClient = actor.kind === 'client';
  if (route.surface === (isClient ? 'panel' : 'portal')) return 404;
  if (isPermission(route.access) && scopeOf(actor, route.access) === 'none')
    return isClient ? 404 : 403;
  const namesProject = parametersOf(route.path).some((name) => inProject.has(name));
  return namesProject && !reachesWebsite ? 404 : 'goes on';
}

async function send(visitor: Visitor, route: Route, path: string): Promise<Answer> {
  if (route.method === 'get') return visitor.get(path);
  return visitor.post(path, route.method === 'post' ? {} : { _method: route.method });
}

describe('Every route answers every kind of person as the catalogue says', () => {
  const guarded = allRoutes().filter(
    ({ access }) => access !== 'anyone' && access !== 'signed-link',
  );

  it('finds the routes of the product', () => {
    expect(guarded.length).to.be.greaterThan(60);
  });

  describe('nobody signed in', () => {
    let app: TestApp;
    let world: World;
    before(async () => {
      app = await startTestApp();
      world = await makeWorld();
    });
    after(() => app.close());

    for (const route of guarded) {
      it(`${route.method.toUpperCase()} ${route.path} asks to sign in and changes nothing`, async () => {
        const path = fillPath(route.path, websiteValues(world, route.path));
        const before = await dump();
        const answer = await send(app.visitor(), route, path);
        if (route.forMachines) expect(answer.status).to.equal(404);
        else expect(answer.location).to.match(/^\/login/);
        expect(await dump()).to.equal(before);
      });
    }
  });

  for (const { name, who, reachesWebsite } of actors) {
    describe(who, () => {
      let app: TestApp;
      let world: World;
      let visitor: Visitor;
      let actor: Actor;
      before(async () => {
        app = await startTestApp();
        world = await makeWorld();
        const { userId } = world.people[name];
        visitor = await app.signedIn(userId);
        actor = (await identityPort.loadActor(userId, world.workspaceId, 'test')) as Actor;
      });
      after(() => app.close());

      for (const route of guarded) {
        const label = `${route.method.toUpperCase()} ${route.path}`;
        it(`${label}: the answer the catalogue gives`, async () => {
          const want = expected(route, actor, reachesWebsite);
          const path = fillPath(route.path, websiteValues(world, route.path));
          // What goes on to its handler and changes things has tests of its own; here it would change the world under the other routes.
          if (want === 'goes on' && route.method !== 'get') {
            expect(actor).to.have.property('kind');
            return;
          }
          const before = await dump();
          const answer = await send(visitor, route, path);
          if (want === 'goes on' && closedByRecord.has(route.path))
            expect(answer.status).to.be.oneOf([200, 403, 404]);
          else if (want === 'goes on')
            expect(answer.status, answer.text.slice(0, 300)).to.be.lessThan(500).and.not.equal(403);
          else {
            expect(answer.status).to.equal(want);
            expect(await dump(), 'what was refused must have changed nothing (CVE 13)').to.equal(
              before,
            );
          }
        });
      }
    });
  }
});
