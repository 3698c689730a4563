import { expect } from 'chai';
import type { Route } from '../../server/core/http/index.js';
import {
  type Audience,
  allowedFor,
  type Permission,
  permissionEntry,
  permissions,
  type Scope,
} from '../../server/core/permissions/index.js';
import { makePerson, makeRole } from '../features/memberships/rights.js';
import { plain, viewAs } from '../features/viewings/viewing.js';
import {
  allIds,
  allRoutes,
  dumpEverything,
  fillPath,
  websiteValues,
} from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { testEngine } from '../support/database.js';
import { sampleOf } from '../support/trials.js';
import type { Answer, Visitor } from '../support/visitor.js';
import { walk } from '../support/walk.js';
import { makeWorld, type World } from '../support/world.js';
import { assign } from '../support/world-parts.js';

/** Whom the Admin looks as: one of each kind, and holders of roles that somebody threw together. */
const viewed = {
  'Staff in the project': ({ people }: World) => people.jonas,
  'Staff outside the project': ({ people }: World) => people.elin,
  'a Client in the project': ({ people }: World) => people.sofia,
  'a Client outside the project': ({ people }: World) => people.nora,
  'a holder of a random role of the team': (world: World) => stranger(world, 'team', 11),
  'a holder of another random role of the team': (world: World) => stranger(world, 'team', 47),
  'a holder of a random role for clients': (world: World) => stranger(world, 'client', 5),
} as const;

/** On a server a sample of them: what is open while viewing is decided before a database is asked. */
const looked = sampleOf(Object.entries(viewed), testEngine === 'sqlite' ? 7 : 3);

/** Done as who one really is. */
const ownDoing = ({ whileViewing }: Route) => whileViewing === true;
/** Theirs alone, or a link that says itself for whom it is. */
const isClosed = ({ isPersonal, access }: Route) => isPersonal || access === 'signed-link';
/** Addresses that answer who looks as themselves, and those that tell how the machine is at the moment. */
const incomparable = /^\/(viewing|settings\/maintenance|health)\b/;

describe('Who looks as somebody else', function () {
  this.timeout(120_000);

  for (const [who, find] of looked) {
    describe(who, () => {
      let app: TestApp;
      let world: World;
      let viewer: Visitor;
      let own: Visitor;

      before(async () => {
        app = await startTestApp();
        world = await makeWorld();
        const person = await find(world);
        own = await app.signedIn(person.userId);
        viewer = await app.signedIn(world.people.priya.userId);
        await viewAs(viewer, { userId: person.userId, isClient: /client/i.test(who) });
      });
      after(() => app.close());

      const pathOf = ({ path }: Route) => fillPath(path, websiteValues(world, path));

      for (const route of allRoutes().filter(({ method }) => method !== 'get')) {
        if (ownDoing(route)) continue;
        it(`${route.method.toUpperCase()} ${route.path} is refused and changes nothing`, async () => {
          const before = await dumpEverything();
          const fields = route.method === 'post' ? {} : { _method: route.method };
          const answer = await viewer.post(pathOf(route), fields);
          expect(answer.status).to.equal(403);
          expect(answer.text).to.include('You can look, not change');
          expect(await dumpEverything()).to.equal(before);
        });
      }

      it('finds every page that the person finds, word for word, and none besides; and leaves no trace', async () => {
        const ids = await allIds();
        const before = await dumpEverything();
        const seen = await walk(viewer, ids);
        expect(await dumpEverything()).to.equal(before);
        const theirs = await walk(own, ids);
        let compared = 0;
        for (const [path, answer] of seen) {
          if (incomparable.test(path)) continue;
          const theirAnswer = theirs.get(path) ?? (await own.get(path));
          if (isRefused(answer)) {
            expect(isPersonalAddress(path), path).to.equal(true);
            continue;
          }
          compared += 1;
          expect(answer.status, path).to.equal(theirAnswer.status);
          expect(answer.location, path).to.equal(theirAnswer.location);
          expect(difference(plain(answer.text), plain(theirAnswer.text)), path).to.equal('');
        }
        expect(compared).to.be.above(30);
        const missing = [...theirs.keys()].filter((path) => !seen.has(path));
        expect(
          missing.filter((path) => !isPersonalAddress(path) && !/^\/profile/.test(path)),
        ).to.deep.equal([]);
      });
    });
  }

  it('finds nothing personal open: every page on how somebody signs in says that it is theirs alone', () => {
    const open = allRoutes().filter(
      ({ path, isPersonal }) =>
        /^\/(profile\/|change-password|confirm-password)/.test(path) && !isPersonal,
    );
    expect(open.map(({ path }) => path)).to.deep.equal(['/profile/photo', '/profile/photo']);
  });

  it('does as who they are what there is to do: to end it and to sign out', () => {
    const doings = allRoutes().filter(ownDoing);
    expect(doings.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      'post /logout',
      'delete /viewing',
      'get /viewing/differences',
    ]);
  });
});

/** The first line in which two pages differ; '' where none does. A whole page would be too much to read. */
function difference(one: string, other: string): string {
  const [ones, others] = [one.split('\n'), other.split('\n')];
  const at = ones.findIndex((line, index) => line !== others[index]);
  if (at < 0 && ones.length === others.length) return '';
  return `${ones[at]?.slice(0, 300)} instead of ${others[at]?.slice(0, 300)}`;
}

function isRefused({ status, text }: Answer): boolean {
  return status === 403 && text.includes('This page is theirs alone');
}

/** Whether an address belongs to a route that is closed to who looks as somebody else. */
function isPersonalAddress(address: string): boolean {
  const [path = ''] = address.split('?');
  return allRoutes()
    .filter(isClosed)
    .some((route) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`, 'i').test(path));
}

/** Somebody of the project whose only role holds what a row of numbers says. */
async function stranger(world: World, audience: Audience, seed: number) {
  const { workspaceId, projects } = world;
  const roleId = await makeRole(
    workspaceId,
    `Role ${seed}`,
    randomGrants(audience, seed),
    audience,
  );
  const person = await makePerson(workspaceId, `Holder ${seed}`, [roleId], audience);
  await assign(projects.website, [person]);
  return person;
}

/** Each permission with one of its scopes, or without; the same for the same seed. */
function randomGrants(audience: Audience, seed: number): Partial<Record<Permission, Scope>> {
  let state = seed;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const grants = permissions
    .filter((permission) => allowedFor(audience, permission))
    .flatMap((permission) => {
      const { scopes } = permissionEntry(permission);
      const scope = scopes[next(scopes.length + 1)];
      return scope ? [[permission, scope] as const] : [];
    });
  return Object.fromEntries(grants);
}
