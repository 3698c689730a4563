import { expect } from 'chai';
import { hashToken } from '../../../server/core/crypto/index.js';
import { table } from '../../../server/core/database/index.js';
import { setClock } from '../../../server/core/dates/index.js';
import { saveSettings } from '../../../server/core/settings/index.js';
import { changeUser, lookUpUser } from '../../../server/features/accounts/index.js';
import { invite } from '../../../server/features/invitations/index.js';
import { createMembership, lookUpMembership } from '../../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, isSignedIn, signedInByForm } from '../accounts/signing-in.js';
import { actorOf, makePerson } from '../memberships/rights.js';

import { acceptAt, goodPassword, inviteGuest, statusOfGuest } from './guests.js';

describe('Accepting an invitation', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
    mailbox = await startMailbox();
    await saveSettings(world.workspaceId, { 'general.name': 'Marlow & Finch' });
  });
  beforeEach(async () => {
    await table('rate_limits').delete();
    await mailbox.clear();
  });
  afterEach(() => setClock());
  after(async () => {
    await mailbox.close();
    await app.close();
  });

  it('S030 S034 lets somebody in by the link from the mail: name, password, and they are signed in', async () => {
    const guest = await inviteGuest(world);
    const path = await mailbox.linkTo(guest.email);
    expect(path).to.equal(guest.path);
    const { visitor, answer } = await acceptAt(app, path);
    expect(answer.location).to.equal('/');
    visitor.forgetToken();
    expect(await isSignedIn(visitor)).to.equal(true);
    expect((await visitor.get(`/projects/${world.projects.website}`)).status).to.equal(200);
    const user = await lookUpUser(guest.userId);
    expect(user).to.include({ name: 'Ines Caldeira', status: 'active', must_change_password: 0 });
    const member = await lookUpMembership(world.workspaceId, guest.userId);
    expect(member?.status).to.equal('active');
    await signedInByForm(app, guest.email, goodPassword);
  });

  it('S173 S032 says in the mail and on the page who invites, as what, to which projects', async () => {
    const guest = await inviteGuest(world);
    const letter = await mailbox.lastTo(guest.email);
    const page = await app.visitor().get(guest.path);
    for (const text of [letter.text, page.text]) {
      expect(text).to.include('Priya Raman').and.include('Staff').and.include('Website relaunch');
      expect(text, 'what the role entails').to.include('See all tasks of your projects');
      expect(text).not.to.include('See every task');
    }
    expect(page.text).to.include(guest.email);
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer');
  });

  it('speaks to clients of their portal, and promises only what they get', async () => {
    const guest = await inviteGuest(world, 'client');
    const page = await app.visitor().get(guest.path);
    expect(page.text).to.include('Your portal at Marlow &amp; Finch');
    expect(page.text).to.include('Download files').and.not.include('Upload files');
    const { visitor } = await acceptAt(app, guest.path);
    expect((await visitor.get('/users')).status).to.equal(404);
  });

  it('CVE 25 SEC 44 works once', async () => {
    const guest = await inviteGuest(world);
    await acceptAt(app, guest.path);
    const { visitor, answer } = await acceptAt(app, guest.path, {
      name: 'Thief',
      password: goodPassword,
    });
    expect(answer.status).to.equal(410);
    expect(answer.text).to.include('This invitation was accepted already');
    expect(await isSignedIn(visitor)).to.equal(false);
    expect((await lookUpUser(guest.userId))?.name).to.equal('Ines Caldeira');
  });

  it('CVE 25 works once when it is sent several times at the same moment', async () => {
    const guest = await inviteGuest(world);
    const visitors = [app.visitor(), app.visitor(), app.visitor(), app.visitor()];
    for (const visitor of visitors) await visitor.get(guest.path);
    const answers = await Promise.all(
      visitors.map((visitor, number) =>
        visitor.post(guest.path, {
          name: `Person ${number}`,
          password: `${goodPassword} ${number}`,
        }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).to.eql([303, 410, 410, 410]);
    const sessions = await table('sessions').where({ user_id: guest.userId });
    expect(sessions.length).to.equal(1);
  });

  it('CVE 25 is bound to the address it was sent to', async () => {
    const guest = await inviteGuest(world);
    await changeUser(guest.userId, { email: `moved.${guest.email}` });
    expect((await app.visitor().get(guest.path)).status).to.equal(410);
  });

  it('SEC 59 is stored by the hash of its token', async () => {
    const guest = await inviteGuest(world);
    const token = guest.path.split('/').at(-1) ?? '';
    const row = await table('invitations').where({ membership_id: guest.membershipId }).first();
    expect(row?.token_hash).to.equal(hashToken(token));
    const everything = JSON.stringify([
      await table('invitations'),
      await table('outbox'),
      await table('jobs'),
      await table('events'),
    ]);
    expect(everything).not.to.include(token.slice(0, 43));
  });

  it('CVE 10 gives no other role than the one invited to, whatever is sent along', async () => {
    const guest = await inviteGuest(world);
    const admin = await builtInRole(world.workspaceId, 'admin');
    const fields = {
      name: 'Ines',
      password: goodPassword,
      role: 'admin',
      status: 'active',
      email: 'x@example.com',
    };
    const { answer } = await acceptAt(app, guest.path, { ...fields, role_ids: String(admin.id) });
    expect(answer.location).to.equal('/');
    const held = await table('membership_roles').where({ membership_id: guest.membershipId });
    expect(held.map((row) => row.role_id)).to.eql([
      (await builtInRole(world.workspaceId, 'staff')).id,
    ]);
    expect((await lookUpUser(guest.userId))?.email).to.equal(guest.email);
  });

  it('keeps what was typed and changes nothing when the password is weak', async () => {
    const guest = await inviteGuest(world);
    const { answer } = await acceptAt(app, guest.path, {
      name: 'Ines C.',
      password: 'marlowfinch1',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('value="Ines C."').and.include('easy to guess');
    expect(await statusOfGuest(guest)).to.equal('opened');
  });

  it('CVE 20 signs in under a new id, whoever was signed in before', async () => {
    const guest = await inviteGuest(world);
    const visitor = await signedInByForm(app, 'jonas@example.com');
    const before = visitor.cookies.get('session');
    const page = await visitor.get(guest.path);
    expect(page.text).to.include('You are signed in as Jonas Okafor');
    await visitor.post(guest.path, { name: 'Ines', password: goodPassword });
    expect(visitor.cookies.get('session')).not.to.equal(before);
    expect((await visitor.get('/profile')).text).to.include(guest.email);
  });

  describe('of somebody who has an account already', () => {
    it('asks for the password of that account: the link alone does not open it', async () => {
      const other = await createWorkspace({ name: 'Second house', isPrimary: false });
      await createBuiltInRoles(other);
      const [adminRole, staffRole] = [
        await builtInRole(other, 'admin'),
        await builtInRole(other, 'staff'),
      ];
      const boss = await makePerson(other, 'Boss There', [adminRole.id]);
      const { elin } = world.people;
      const membershipId = await createMembership({
        workspaceId: other,
        userId: elin.userId,
        audience: 'team',
        roleIds: [staffRole.id],
        status: 'pending',
      });
      const { link } = await invite(await actorOf(other, boss), membershipId);
      const path = new URL(link).pathname;
      const hash = (await lookUpUser(elin.userId))?.password_hash;
      const visitor = app.visitor();
      expect((await visitor.get(path)).text).to.include('You have an account here already');
      const taken = await visitor.post(path, { name: 'Thief', password: goodPassword });
      expect(taken.status).to.equal(422);
      const wrong = await visitor.post(path, { current_password: 'wrong wrong wrong' });
      expect(wrong.status).to.equal(422);
      const right = await visitor.post(path, { current_password: worldPassword });
      expect(right.location).to.equal('/');
      expect((await lookUpUser(elin.userId))?.password_hash).to.equal(hash);
      expect((await lookUpMembership(other, elin.userId))?.status).to.equal('active');
    });
  });
});
