import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, minute, now, setClock } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, isSignedIn, trySignIn } from '../accounts/signing-in.js';
import { beforeSecondStep, codeOf, setUpApp } from './apps.js';

describe('Resetting somebody’s second factor', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let admin: Visitor;
  let path: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
    mailbox = await startMailbox();
    admin = await app.signedIn(world.people.priya.userId);
    path = `/users/${world.people.jonas.userId}/second-factor`;
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  const jonas = () => app.signedIn(world.people.jonas.userId);

  it('is offered on the page of a person who has one, and asks before it does it', async () => {
    const profile = `/users/${world.people.jonas.userId}`;
    expect((await admin.get(profile)).text).not.to.include(path);
    await setUpApp(await jonas());
    expect((await admin.get(profile)).text)
      .to.include(path)
      .and.include('since');
    const page = await admin.get(path);
    expect(page.text).to.include('Make sure that it is really them').and.include('Cancel');
    expect((await table('authenticators')).length).to.equal(1);
  });

  it('lets them in by their password alone, ends their sessions, and tells them and the history', async () => {
    const visitor = await jonas();
    const phone = await setUpApp(visitor);
    const halfWay = await beforeSecondStep(app, 'jonas@example.com');
    const answer = await admin.post(path);
    expect(answer.location).to.equal(`/users/${world.people.jonas.userId}`);
    expect(await isSignedIn(visitor)).to.equal(false);
    expect(
      (await halfWay.post('/two-factor', { code: codeOf(phone.secret, 1) })).location,
    ).to.equal('/login');
    expect((await trySignIn(app.visitor(), 'jonas@example.com')).location).to.equal('/');
    for (const name of ['authenticators', 'recovery_codes', 'passkeys', 'pending_sign_ins'])
      expect(await table(name), name).to.deep.equal([]);
    const letter = await mailbox.lastTo('jonas@example.com');
    expect(letter.subject).to.include('was reset');
    expect(letter.text).to.include('Priya Raman took away');
    const event = await table('events').where({ name: 'user.second_factor_reset' }).first();
    expect(event).to.include({ subject_id: world.people.jonas.userId, actor_name: 'Priya Raman' });
  });

  it('says so when there is nothing to reset', async () => {
    expect((await admin.get(path)).text).to.include('signs in with a password alone');
    expect((await admin.post(path)).status).to.equal(409);
  });

  it('asks the admin for the password on a device left open', async () => {
    await setUpApp(await jonas());
    const moment = now() + 3 * hour + minute;
    setClock(() => moment);
    expect((await admin.post(path)).location).to.match(/^\/confirm-password/);
    expect((await table('authenticators')).length).to.equal(1);
  });

  it('PRODUCT 3.1.4 is for nobody but who stands above them in all they hold', async () => {
    await setUpApp(await jonas());
    await setUpApp(admin);
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.post(path)).status).to.equal(403);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.post(path)).status).to.equal(404);
    const own = `/users/${world.people.priya.userId}/second-factor`;
    expect((await admin.post(own)).status).to.equal(403);
    await table('role_grants').insert(
      ['users.view', 'users.edit'].map((permission) => ({
        role_id: 2,
        permission,
        scope: 'all',
      })),
    );
    await table('workspaces').update({ access_version: 2 });
    const manager = await app.signedIn(world.people.elin.userId);
    expect((await manager.post(own)).status, 'an Admin by somebody who is none').to.equal(403);
    expect((await manager.post(path)).status, 'an equal').to.equal(303);
    expect((await table('authenticators')).length).to.equal(1);
  });

  it('is there for contacts, under their own address only', async () => {
    const { userId } = world.people.sofia;
    await setUpApp(await app.signedIn(userId));
    expect((await admin.post(`/users/${userId}/second-factor`)).status).to.equal(404);
    expect((await admin.post(`/clients/${userId}/second-factor`)).location).to.equal(
      `/clients/${userId}`,
    );
    expect(await table('authenticators')).to.deep.equal([]);
  });
});
