import { expect } from 'chai';
import { hashToken } from '../../../server/core/crypto/index.js';
import { insertRow, table } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings, saveSettings } from '../../../server/core/settings/index.js';
import { changeUser, createUser, lookUpUser } from '../../../server/features/accounts/index.js';
import { invite, revoke, statusOf } from '../../../server/features/invitations/index.js';
import {
  createMembership,
  lookUpMembership,
  suspendMembership,
} from '../../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, isSignedIn, signedInByForm } from '../accounts/signing-in.js';
import { actorOf, makePerson, makeRole, outcomeOf } from '../memberships/rights.js';

const password = 'quarry lantern velvet orbit';

interface Invited {
  userId: number;
  membershipId: number;
  email: string;
  /** Path of the link. */
  path: string;
}

describe('Invitations', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let made = 0;

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

  const priya = () => actorOf(world.workspaceId, world.people.priya);

  async function invited(role: 'staff' | 'client' | 'admin' = 'staff'): Promise<Invited> {
    made += 1;
    const email = `guest${made}@example.com`;
    const userId = await createUser({ name: `Guest ${made}`, email, status: 'pending' });
    const { id, audience } = await builtInRole(world.workspaceId, role);
    const membershipId = await createMembership({
      workspaceId: world.workspaceId,
      userId,
      audience,
      roleIds: [id],
      companyId: audience === 'client' ? world.companies.harbour : null,
      status: 'pending',
    });
    await insertRow('project_assignments', {
      project_id: world.projects.website,
      membership_id: membershipId,
      ends_at: null,
      created_at: now(),
    });
    const { link } = await invite(await priya(), membershipId);
    return { userId, membershipId, email, path: new URL(link).pathname };
  }

  const status = async ({ membershipId }: Invited) =>
    (await statusOf([membershipId])).get(membershipId);

  const accept = async (path: string, fields = { name: 'Ines Caldeira', password }) => {
    const visitor = app.visitor();
    await visitor.get(path);
    return { visitor, answer: await visitor.post(path, fields) };
  };

  it('S030 S034 lets somebody in by the link from the mail: name, password, and they are signed in', async () => {
    const guest = await invited();
    const path = await mailbox.linkTo(guest.email);
    expect(path).to.equal(guest.path);
    const { visitor, answer } = await accept(path);
    expect(answer.location).to.equal('/');
    visitor.forgetToken();
    expect(await isSignedIn(visitor)).to.equal(true);
    expect((await visitor.get(`/projects/${world.projects.website}`)).status).to.equal(200);
    const user = await lookUpUser(guest.userId);
    expect(user).to.include({ name: 'Ines Caldeira', status: 'active', must_change_password: 0 });
    const member = await lookUpMembership(world.workspaceId, guest.userId);
    expect(member?.status).to.equal('active');
    await signedInByForm(app, guest.email, password);
  });

  it('S173 S032 says in the mail and on the page who invites, as what, to which projects', async () => {
    const guest = await invited();
    const letter = await mailbox.lastTo(guest.email);
    const page = await app.visitor().get(guest.path);
    for (const text of [letter.text, page.text]) {
      expect(text).to.include('Priya Raman').and.include('Staff').and.include('Website relaunch');
    }
    expect(page.text).to.include('See all tasks of your projects');
    expect(page.text).to.include(guest.email);
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer');
  });

  it('speaks to clients of their portal, and promises only what they get', async () => {
    const guest = await invited('client');
    const page = await app.visitor().get(guest.path);
    expect(page.text).to.include('Your portal at Marlow &amp; Finch');
    expect(page.text).to.include('Download files').and.not.include('Upload files');
    const { visitor } = await accept(guest.path);
    expect((await visitor.get('/users')).status).to.equal(404);
  });

  it('S031 shows how far it is: waiting, sent, opened, accepted', async () => {
    const guest = await invited();
    expect(await status(guest)).to.equal('waiting');
    await mailbox.collect();
    expect(await status(guest)).to.equal('sent');
    await app.visitor().get(guest.path);
    expect(await status(guest)).to.equal('opened');
    await accept(guest.path);
    expect(await status(guest)).to.equal('accepted');
  });

  it('S031 shows when it has expired, was taken back, or could not be delivered', async () => {
    const [late, gone, lost] = [await invited(), await invited(), await invited()];
    await revoke(await priya(), gone.membershipId);
    await mailbox.collect();
    await table('outbox').where({ to_address: lost.email }).update({ status: 'failed' });
    expect(await status(gone)).to.equal('revoked');
    expect(await status(lost)).to.equal('failed');
    const start = now();
    setClock(() => start + 8 * day);
    expect(await status(late)).to.equal('expired');
  });

  it('CVE 25 SEC 44 works once', async () => {
    const guest = await invited();
    await accept(guest.path);
    const { visitor, answer } = await accept(guest.path, { name: 'Thief', password });
    expect(answer.status).to.equal(410);
    expect(answer.text).to.include('This invitation was accepted already');
    expect(await isSignedIn(visitor)).to.equal(false);
    expect((await lookUpUser(guest.userId))?.name).to.equal('Ines Caldeira');
  });

  it('CVE 25 works once when it is sent several times at the same moment', async () => {
    const guest = await invited();
    const visitors = [app.visitor(), app.visitor(), app.visitor(), app.visitor()];
    for (const visitor of visitors) await visitor.get(guest.path);
    const answers = await Promise.all(
      visitors.map((visitor, number) =>
        visitor.post(guest.path, { name: `Person ${number}`, password: `${password} ${number}` }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).to.eql([303, 410, 410, 410]);
    const sessions = await table('sessions').where({ user_id: guest.userId });
    expect(sessions.length).to.equal(1);
  });

  it('CVE 25 dies after seven days', async () => {
    const guest = await invited();
    const start = now();
    setClock(() => start + 7 * day);
    const { answer } = await accept(guest.path);
    expect(answer.status).to.equal(410);
    expect(answer.text).to.include('This invitation has expired');
  });

  it('CVE 25 S033 dies when it is sent anew', async () => {
    const guest = await invited();
    const { link } = await invite(await priya(), guest.membershipId);
    expect((await app.visitor().get(guest.path)).status).to.equal(410);
    expect((await app.visitor().get(new URL(link).pathname)).status).to.equal(200);
  });

  it('CVE 25 dies when it is taken back', async () => {
    const guest = await invited();
    const admin = await app.signedIn(world.people.priya.userId);
    const page = await admin.get('/invitations');
    const row = await table('invitations').where({ membership_id: guest.membershipId }).first();
    expect(page.text).to.include(`/invitations/${row?.id}`);
    const answer = await admin.post(`/invitations/${row?.id}`, { _method: 'DELETE' });
    expect(answer.location).to.equal('/invitations');
    const dead = await accept(guest.path);
    expect(dead.answer.status).to.equal(410);
    expect(dead.answer.text).to.include('no longer works');
  });

  it('CVE 25 is bound to the address it was sent to', async () => {
    const guest = await invited();
    await changeUser(guest.userId, { email: `moved.${guest.email}` });
    expect((await app.visitor().get(guest.path)).status).to.equal(410);
  });

  it('CVE 22 opens nothing for somebody who was deactivated or suspended meanwhile', async () => {
    const [off, out] = [await invited(), await invited()];
    await changeUser(off.userId, { status: 'inactive' });
    await suspendMembership(await priya(), out.membershipId);
    expect((await accept(off.path)).answer.status).to.equal(410);
    expect((await accept(out.path)).answer.status).to.equal(410);
  });

  it('CVE 25 answers foreign and made-up links with a page that says what to do', async () => {
    const guest = await invited();
    const [secret = ''] = guest.path.split('/').at(-1)?.split('.') ?? [];
    for (const token of ['nonsense', secret, `${secret}.${'0'.repeat(32)}`, 'a'.repeat(43)]) {
      const answer = await app.visitor().get(`/invitations/${token}`);
      expect(answer.status).to.equal(404);
      expect(answer.text).to.include('This invitation is not here');
    }
  });

  it('SEC 59 is stored by the hash of its token', async () => {
    const guest = await invited();
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
    const guest = await invited();
    const admin = await builtInRole(world.workspaceId, 'admin');
    const fields = {
      name: 'Ines',
      password,
      role: 'admin',
      status: 'active',
      email: 'x@example.com',
    };
    const { answer } = await accept(guest.path, { ...fields, role_ids: String(admin.id) } as never);
    expect(answer.location).to.equal('/');
    const held = await table('membership_roles').where({ membership_id: guest.membershipId });
    expect(held.map((row) => row.role_id)).to.eql([
      (await builtInRole(world.workspaceId, 'staff')).id,
    ]);
    expect((await lookUpUser(guest.userId))?.email).to.equal(guest.email);
  });

  it('keeps what was typed and changes nothing when the password is weak', async () => {
    const guest = await invited();
    const { answer } = await accept(guest.path, { name: 'Ines C.', password: 'marlowfinch1' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('value="Ines C."').and.include('easy to guess');
    expect(await status(guest)).to.equal('opened');
  });

  it('CVE 20 signs in under a new id, whoever was signed in before', async () => {
    const guest = await invited();
    const visitor = await signedInByForm(app, 'jonas@example.com');
    const before = visitor.cookies.get('session');
    const page = await visitor.get(guest.path);
    expect(page.text).to.include('You are signed in as Jonas Okafor');
    await visitor.post(guest.path, { name: 'Ines', password });
    expect(visitor.cookies.get('session')).not.to.equal(before);
    expect((await visitor.get('/profile')).text).to.include(guest.email);
  });

  describe('of somebody who has an account already', () => {
    it('S085 asks for the password of that account: the link alone does not open it', async () => {
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
      const taken = await visitor.post(path, { name: 'Thief', password });
      expect(taken.status).to.equal(422);
      const wrong = await visitor.post(path, { current_password: 'wrong wrong wrong' });
      expect(wrong.status).to.equal(422);
      const right = await visitor.post(path, { current_password: worldPassword });
      expect(right.location).to.equal('/');
      expect((await lookUpUser(elin.userId))?.password_hash).to.equal(hash);
      expect((await lookUpMembership(other, elin.userId))?.status).to.equal('active');
    });
  });

  describe('on their page', () => {
    it('are listed for who may see the team, with role and status', async () => {
      const guest = await invited();
      const admin = await app.signedIn(world.people.priya.userId);
      const page = await admin.get('/invitations');
      expect(page.text).to.include(guest.email).and.include('Waiting');
      const accepted = await admin.get('/invitations?show=accepted');
      expect(accepted.text).not.to.include(guest.email);
    });

    it('CVE 25 are not shown to staff or clients', async () => {
      const staff = await app.signedIn(world.people.jonas.userId);
      expect((await staff.get('/invitations')).status).to.equal(403);
      const client = await app.signedIn(world.people.sofia.userId);
      expect((await client.get('/invitations')).status).to.equal(404);
    });

    it('CVE 25 show the team’s to who sees the team, and clients’ only to who sees those clients', async () => {
      const [member, contact] = [await invited('staff'), await invited('client')];
      const role = await makeRole(world.workspaceId, 'Team viewer', { 'users.view': 'all' });
      const viewer = await makePerson(world.workspaceId, `Viewer ${made}`, [role]);
      const visitor = await app.signedIn(viewer.userId);
      const page = await visitor.get('/invitations');
      expect(page.text).to.include(member.email).and.not.include(contact.email);
      const row = await table('invitations').where({ membership_id: contact.membershipId }).first();
      expect((await visitor.post(`/invitations/${row?.id}/resend`)).status).to.equal(404);
      const own = await table('invitations').where({ membership_id: member.membershipId }).first();
      expect((await visitor.post(`/invitations/${own?.id}/resend`)).status).to.equal(403);
      expect(await status(member)).to.equal('waiting');
    });

    it('S033 can be sent anew; the new mail has the new link', async () => {
      const guest = await invited();
      await mailbox.clear();
      const admin = await app.signedIn(world.people.priya.userId);
      const row = await table('invitations').where({ membership_id: guest.membershipId }).first();
      const answer = await admin.submit(`/invitations/${row?.id}/resend`);
      expect(answer.text).to.include('gets a new link');
      const path = await mailbox.linkTo(guest.email);
      expect(path).not.to.equal(guest.path);
      expect((await accept(path)).answer.location).to.equal('/');
    });

    it('S029 show the link once for copying where no mail can be sent', async () => {
      const guest = await invited();
      await saveInstallationSettings({ 'mail.host': '' });
      const admin = await app.signedIn(world.people.priya.userId);
      const list = await admin.get('/invitations');
      expect(list.text).to.include('E-mail is not set up');
      const row = await table('invitations').where({ membership_id: guest.membershipId }).first();
      const answer = await admin.post(`/invitations/${row?.id}/resend`);
      const [, path = ''] =
        /<code>http:\/\/127\.0\.0\.1(\/invitations\/[^<]+)<\/code>/.exec(answer.text) ?? [];
      expect((await accept(path)).answer.location).to.equal('/');
      await saveInstallationSettings({ 'mail.host': '127.0.0.1' });
    });
  });

  it('are only for people who wait for one', async () => {
    const attempt = invite(await priya(), world.people.jonas.membershipId);
    expect(await outcomeOf(attempt)).to.equal('Conflict');
  });

  it('S082 are written down: who invited whom as what, and that they came', async () => {
    const guest = await invited();
    await accept(guest.path);
    const events = await table('events')
      .where({ subject_type: 'user', subject_id: guest.userId })
      .orderBy('id');
    expect(events.map((event) => [event.name, event.actor_name])).to.eql([
      ['invitation.sent', 'Priya Raman'],
      ['invitation.accepted', 'Ines Caldeira'],
    ]);
    const signIns = await table('sign_ins').where({ user_id: guest.userId });
    expect(signIns.map((row) => [row.method, row.outcome])).to.eql([['invitation', 'success']]);
  });
});
