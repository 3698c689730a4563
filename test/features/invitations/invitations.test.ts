import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings, saveSettings } from '../../../server/core/settings/index.js';
import { changeUser } from '../../../server/features/accounts/index.js';
import { invite, revoke } from '../../../server/features/invitations/index.js';
import { suspendMembership } from '../../../server/features/memberships/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords } from '../accounts/signing-in.js';
import { actorOf, makePerson, makeRole, outcomeOf } from '../memberships/rights.js';

import { acceptAt, inviteGuest, statusOfGuest } from './guests.js';

describe('Invitations', () => {
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

  const priya = () => actorOf(world.workspaceId, world.people.priya);

  it('S031 shows how far it is: waiting, sent, opened, accepted', async () => {
    const guest = await inviteGuest(world);
    expect(await statusOfGuest(guest)).to.equal('waiting');
    await mailbox.collect();
    expect(await statusOfGuest(guest)).to.equal('sent');
    await app.visitor().get(guest.path);
    expect(await statusOfGuest(guest)).to.equal('opened');
    await acceptAt(app, guest.path);
    expect(await statusOfGuest(guest)).to.equal('accepted');
  });

  it('S031 shows when it has expired, was taken back, or could not be delivered', async () => {
    const [late, gone, lost] = [
      await inviteGuest(world),
      await inviteGuest(world),
      await inviteGuest(world),
    ];
    await revoke(await priya(), gone.membershipId);
    await mailbox.collect();
    await table('outbox').where({ to_address: lost.email }).update({ status: 'failed' });
    expect(await statusOfGuest(gone)).to.equal('revoked');
    expect(await statusOfGuest(lost)).to.equal('failed');
    const start = now();
    setClock(() => start + 8 * day);
    expect(await statusOfGuest(late)).to.equal('expired');
  });

  it('CVE 25 dies after seven days', async () => {
    const guest = await inviteGuest(world);
    const start = now();
    setClock(() => start + 7 * day);
    const { answer } = await acceptAt(app, guest.path);
    expect(answer.status).to.equal(410);
    expect(answer.text).to.include('This invitation has expired');
  });

  it('CVE 25 S033 dies when it is sent anew', async () => {
    const guest = await inviteGuest(world);
    const { link } = await invite(await priya(), guest.membershipId);
    expect((await app.visitor().get(guest.path)).status).to.equal(410);
    expect((await app.visitor().get(new URL(link).pathname)).status).to.equal(200);
  });

  it('CVE 25 dies when it is taken back', async () => {
    const guest = await inviteGuest(world);
    const admin = await app.signedIn(world.people.priya.userId);
    const page = await admin.get('/invitations');
    const row = await table('invitations').where({ membership_id: guest.membershipId }).first();
    expect(page.text).to.include(`/invitations/${row?.id}`);
    const answer = await admin.post(`/invitations/${row?.id}`, { _method: 'DELETE' });
    expect(answer.location).to.equal('/invitations');
    const dead = await acceptAt(app, guest.path);
    expect(dead.answer.status).to.equal(410);
    expect(dead.answer.text).to.include('no longer works');
  });

  it('CVE 22 opens nothing for somebody who was deactivated or suspended meanwhile', async () => {
    const [off, out] = [await inviteGuest(world), await inviteGuest(world)];
    await changeUser(off.userId, { status: 'inactive' });
    await suspendMembership(await priya(), out.membershipId);
    expect((await acceptAt(app, off.path)).answer.status).to.equal(410);
    expect((await acceptAt(app, out.path)).answer.status).to.equal(410);
  });

  it('CVE 25 answers foreign and made-up links with a page that says what to do', async () => {
    const guest = await inviteGuest(world);
    const [secret = ''] = guest.path.split('/').at(-1)?.split('.') ?? [];
    for (const token of ['nonsense', secret, `${secret}.${'0'.repeat(32)}`, 'a'.repeat(43)]) {
      const answer = await app.visitor().get(`/invitations/${token}`);
      expect(answer.status).to.equal(404);
      expect(answer.text).to.include('This invitation is not here');
    }
  });

  describe('on their page', () => {
    it('are listed for who may see the team, with role and status', async () => {
      const guest = await inviteGuest(world);
      const admin = await app.signedIn(world.people.priya.userId);
      const page = await admin.get('/invitations');
      expect(page.text).to.include(guest.email).and.include('Waiting');
      const accepted = await admin.get('/invitations?show=accepted');
      expect(accepted.text).not.to.include(guest.email);
    });

    it('S042 S035 tell how long each link works and what to do when somebody did not get theirs', async () => {
      await inviteGuest(world);
      const admin = await app.signedIn(world.people.priya.userId);
      const page = await admin.get('/invitations');
      expect(page.text).to.match(/>\d+ \w+ \d{4}<small>until \d+ \w+ \d{4}<\/small>/);
      for (const step of [
        'Check the address for typos',
        'spam folder',
        'mail server',
        'settings for e-mail have a test',
        'Failed means',
        'Resend it',
      ])
        expect(page.text).to.include(step);
      expect(page.text, 'how far it is').to.include('Waiting</span>');
    });

    it('CVE 25 are not shown to staff or clients', async () => {
      const staff = await app.signedIn(world.people.jonas.userId);
      expect((await staff.get('/invitations')).status).to.equal(403);
      const client = await app.signedIn(world.people.sofia.userId);
      expect((await client.get('/invitations')).status).to.equal(404);
    });

    it('CVE 25 show the team’s to who sees the team, and clients’ only to who sees those clients', async () => {
      const [member, contact] = [
        await inviteGuest(world, 'staff'),
        await inviteGuest(world, 'client'),
      ];
      const role = await makeRole(world.workspaceId, 'Team viewer', { 'users.view': 'all' });
      const viewer = await makePerson(world.workspaceId, 'Team Viewer', [role]);
      const visitor = await app.signedIn(viewer.userId);
      const page = await visitor.get('/invitations');
      expect(page.text).to.include(member.email).and.not.include(contact.email);
      const row = await table('invitations').where({ membership_id: contact.membershipId }).first();
      expect((await visitor.post(`/invitations/${row?.id}/resend`)).status).to.equal(404);
      const own = await table('invitations').where({ membership_id: member.membershipId }).first();
      expect((await visitor.post(`/invitations/${own?.id}/resend`)).status).to.equal(403);
      expect(await statusOfGuest(member)).to.equal('waiting');
    });

    it('S033 can be sent anew; the new mail has the new link', async () => {
      const guest = await inviteGuest(world);
      await mailbox.clear();
      const admin = await app.signedIn(world.people.priya.userId);
      const row = await table('invitations').where({ membership_id: guest.membershipId }).first();
      const answer = await admin.submit(`/invitations/${row?.id}/resend`);
      expect(answer.text).to.include('gets a new link');
      const path = await mailbox.linkTo(guest.email);
      expect(path).not.to.equal(guest.path);
      expect((await acceptAt(app, path)).answer.location).to.equal('/');
    });

    it('S029 show the link once for copying where no mail can be sent', async () => {
      const guest = await inviteGuest(world);
      await saveInstallationSettings({ 'mail.host': '' });
      const admin = await app.signedIn(world.people.priya.userId);
      const list = await admin.get('/invitations');
      expect(list.text).to.include('E-mail is not set up');
      const row = await table('invitations').where({ membership_id: guest.membershipId }).first();
      const answer = await admin.post(`/invitations/${row?.id}/resend`);
      const [, path = ''] =
        /<code>http:\/\/127\.0\.0\.1(\/invitations\/[^<]+)<\/code>/.exec(answer.text) ?? [];
      expect((await acceptAt(app, path)).answer.location).to.equal('/');
      await saveInstallationSettings({ 'mail.host': '127.0.0.1' });
    });
  });

  it('are only for people who wait for one', async () => {
    const attempt = invite(await priya(), world.people.jonas.membershipId);
    expect(await outcomeOf(attempt)).to.equal('Conflict');
  });

  it('are written down: who invited whom as what, and that they came', async () => {
    const guest = await inviteGuest(world);
    await acceptAt(app, guest.path);
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
