import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { now, setClock } from '../../../server/core/dates/index.js';
import { changeUser, hashPassword } from '../../../server/features/accounts/index.js';
import {
  changeRoles,
  deactivateUser,
  loadActor,
  restoreMembership,
  suspendMembership,
} from '../../../server/features/memberships/index.js';
import { builtInRole } from '../../../server/features/roles/index.js';
import { allRoutes, dump, fillPath, websiteValues } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import {
  givePasswords,
  isSignedIn,
  sessionCookie,
  signedInByForm,
  trySignIn,
} from './signing-in.js';

const fresh = 'quarry lantern velvet orbit';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604';

describe('Sessions', () => {
  let app: TestApp;
  let world: World;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  beforeEach(async () => {
    await givePasswords();
    await table('rate_limits').delete();
    await table('sessions').delete();
  });
  afterEach(() => setClock());
  after(() => app.close());

  const priya = async () => {
    const actor = await loadActor(world.people.priya.userId, world.workspaceId, '');
    if (!actor) throw new Error('Priya is missing');
    return actor;
  };

  it('SEC 51 SEC 40 CVE 21 end everywhere else when the password is changed; this one gets a new id', async () => {
    const here = await signedInByForm(app, 'jonas@example.com');
    const there = await signedInByForm(app, 'jonas@example.com');
    const before = sessionCookie(here);
    const answer = await here.post('/profile/security', {
      current_password: worldPassword,
      password: fresh,
    });
    expect(answer.location).to.equal('/profile/security');
    expect(await isSignedIn(here)).to.equal(true);
    expect(sessionCookie(here)).not.to.equal(before);
    expect(await isSignedIn(there)).to.equal(false);
    const old = app.visitor();
    old.cookies.set('session', before ?? '');
    expect(await isSignedIn(old)).to.equal(false);
  });

  it('SEC 51 CVE 22 S084 end at once when a person is deactivated', async () => {
    const visitor = await signedInByForm(app, 'elin@example.com');
    await deactivateUser(await priya(), world.people.elin.userId);
    expect(await isSignedIn(visitor)).to.equal(false);
    expect(await table('sessions').where({ user_id: world.people.elin.userId })).to.eql([]);
    await changeUser(world.people.elin.userId, { status: 'active' });
    expect(await isSignedIn(visitor)).to.equal(false);
  });

  it('SEC 51 end on every device, remembered ones too, with the very request after', async () => {
    const remembered = app.visitor();
    const fields = { remember: '1' };
    await trySignIn(remembered, 'elin@example.com', undefined, { fields });
    const devices = [remembered, await signedInByForm(app, 'elin@example.com')];
    for (const device of devices) expect(await isSignedIn(device)).to.equal(true);
    const admin = await app.signedIn(world.people.priya.userId);
    await admin.post(`/users/${world.people.elin.userId}/deactivation`);
    const task = `/tasks/${world.tasks.logo}/completion`;
    for (const device of devices) {
      expect((await device.post(task, { _csrf: 'x' })).status, 'a change').not.to.equal(200);
      expect((await device.get('/profile')).location, 'a page').to.match(/^\/login/);
    }
    await changeUser(world.people.elin.userId, { status: 'active' });
    for (const device of devices) expect(await isSignedIn(device)).to.equal(false);
  });

  it('SEC 51 end at once when a person may no longer come into this workspace', async () => {
    const visitor = await signedInByForm(app, 'elin@example.com');
    await suspendMembership(await priya(), world.people.elin.membershipId);
    expect(await isSignedIn(visitor)).to.equal(false);
    await restoreMembership(await priya(), world.people.elin.membershipId);
    expect(await isSignedIn(await signedInByForm(app, 'elin@example.com'))).to.equal(true);
  });

  it('SEC 48 SEC 51 S070 go on under a new id when a role changes, with the new rights at once', async () => {
    const visitor = await signedInByForm(app, 'elin@example.com');
    const before = sessionCookie(visitor);
    expect((await visitor.get('/invitations')).status).to.equal(403);
    const admin = await builtInRole(world.workspaceId, 'admin');
    await changeRoles(await priya(), world.people.elin.membershipId, [admin.id]);
    expect((await visitor.get('/invitations')).status).to.equal(200);
    expect(sessionCookie(visitor)).not.to.equal(before);
    const staff = await builtInRole(world.workspaceId, 'staff');
    await changeRoles(await priya(), world.people.elin.membershipId, [staff.id]);
    expect((await visitor.get('/invitations')).status).to.equal(403);
  });

  it('SEC 48 let requests already under way finish with the id they were sent with', async () => {
    const visitor = await signedInByForm(app, 'elin@example.com');
    const old = sessionCookie(visitor) ?? '';
    const admin = await builtInRole(world.workspaceId, 'admin');
    await changeRoles(await priya(), world.people.elin.membershipId, [admin.id]);
    await visitor.get('/profile');
    const late = app.visitor();
    late.cookies.set('session', old);
    expect(await isSignedIn(late)).to.equal(true);
    const start = now();
    setClock(() => start + 60_000);
    const later = app.visitor();
    later.cookies.set('session', old);
    expect(await isSignedIn(later)).to.equal(false);
  });

  it('SEC 52 can be looked at and ended one by one by their owner', async () => {
    const here = await signedInByForm(app, 'jonas@example.com');
    const there = app.visitor();
    await there.post(
      '/login',
      { email: 'jonas@example.com', password: worldPassword },
      { 'user-agent': phone },
    );
    const page = await here.get('/profile/sessions');
    expect(page.text).to.include('Safari on iPhone').and.include('This device');
    const [, id] = /action="\/profile\/sessions\/(\d+)"/.exec(page.text) ?? [];
    const answer = await here.post(`/profile/sessions/${id}`, { _method: 'DELETE' });
    expect(answer.location).to.equal('/profile/sessions');
    expect(await isSignedIn(there)).to.equal(false);
    expect(await isSignedIn(here)).to.equal(true);
  });

  it('SEC 52 can be ended all at once, but for this one', async () => {
    const here = await signedInByForm(app, 'jonas@example.com');
    const others = [
      await signedInByForm(app, 'jonas@example.com'),
      await signedInByForm(app, 'jonas@example.com'),
    ];
    await here.post('/profile/sessions', { _method: 'DELETE' });
    for (const other of others) expect(await isSignedIn(other)).to.equal(false);
    expect(await isSignedIn(here)).to.equal(true);
  });

  it('CVE 1 are not ended by somebody else who guesses their number', async () => {
    const victim = await signedInByForm(app, 'priya@example.com');
    const attacker = await signedInByForm(app, 'sofia@example.com');
    const row = await table('sessions').where({ user_id: world.people.priya.userId }).first();
    const answer = await attacker.post(`/profile/sessions/${row?.id}`, { _method: 'DELETE' });
    expect(answer.status).to.equal(404);
    expect(await isSignedIn(victim)).to.equal(true);
  });

  it('SEC 59 are stored by the hash of their id', async () => {
    const visitor = await signedInByForm(app, 'jonas@example.com');
    const id = decodeURIComponent(sessionCookie(visitor) ?? '').slice(2, 45);
    expect(JSON.stringify(await table('sessions'))).not.to.include(id);
  });

  it('are found with everything about their person in one query, and written no more often than needed', async () => {
    const visitor = await signedInByForm(app, 'jonas@example.com');
    await visitor.get('/profile/security');
    const before = await table('sessions').first();
    const page = await visitor.get('/profile/security');
    // The session with its person, the account whose password is shown as changed on a day, its
    // authenticator app and its passkeys.
    expect(page.headers.get('server-timing')).to.equal('queries;desc="4"');
    expect(await table('sessions').first()).to.eql(before);
  });

  it('S037 SEC 15 lead to a password of one’s own before anything else, and then to where it began', async () => {
    await changeUser(world.people.tom.userId, {
      must_change_password: 1,
      password_hash: await hashPassword(worldPassword),
    });
    const visitor = await signedInByForm(app, 'tom@example.com');
    for (const path of ['/', '/profile', '/portal', '/profile/security']) {
      expect((await visitor.get(path)).location).to.equal('/change-password');
    }
    const page = await visitor.get('/change-password');
    expect(page.text).to.include('Choose a password of your own');
    const same = await visitor.post('/change-password', { password: worldPassword });
    expect(same.status).to.equal(422);
    const other = await signedInByForm(app, 'tom@example.com');
    const answer = await visitor.post('/change-password', { password: fresh });
    expect(answer.location).to.equal('/');
    expect((await visitor.get('/profile')).status).to.equal(200);
    expect(await isSignedIn(other)).to.equal(false);
    expect((await visitor.get('/change-password')).location).to.equal('/profile/security');
  });

  it('SEC 15 open nothing else before that: no page, no file, no form', async () => {
    await changeUser(world.people.tom.userId, { must_change_password: 1 });
    const visitor = await app.signedIn(world.people.tom.userId);
    await visitor.get('/change-password');
    const closed = allRoutes().filter(
      ({ access, duringPasswordChange }) =>
        !['anyone', 'signed-link'].includes(access) && !duringPasswordChange,
    );
    expect(closed).to.have.length.above(100);
    const before = await dump();
    for (const { method, path } of closed) {
      const at = fillPath(path, websiteValues(world, path));
      const { status, location } =
        method === 'get' ? await visitor.get(at) : await visitor.post(at, { _method: method });
      expect([status, location], `${method} ${at}`).to.eql([303, '/change-password']);
    }
    expect(await dump()).to.equal(before);
    await changeUser(world.people.tom.userId, { must_change_password: 0 });
  });

  it('S037 let somebody who must change their password sign out instead', async () => {
    await changeUser(world.people.tom.userId, { must_change_password: 1 });
    const visitor = await signedInByForm(app, 'tom@example.com');
    await visitor.get('/change-password');
    expect((await visitor.post('/logout')).location).to.equal('/login');
    await changeUser(world.people.tom.userId, { must_change_password: 0 });
  });
});
