import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { changeUser } from '../../../server/features/accounts/index.js';
import { revokeInvitations } from '../../../server/features/invitations/index.js';
import type { Visitor } from '../../support/visitor.js';
import { signedInByForm } from '../accounts/signing-in.js';
import { inviteGuest } from '../invitations/guests.js';
import { allowLinks, type LinkWorld, makeLinkWorld } from './link-world.js';

const sofia = 'sofia@example.com';

describe('Asking for a link to sign in', () => {
  let here: LinkWorld;

  before(async () => {
    here = await makeLinkWorld();
  });
  beforeEach(async () => {
    await allowLinks();
    await table('rate_limits').delete();
    await here.mailbox.collect();
    await here.mailbox.clear();
  });
  after(() => here.close());

  const ask = (email: string, visitor: Visitor = here.app.visitor()) =>
    visitor.post('/login/link', { email });
  const letters = async () =>
    (await here.mailbox.collect()).map(({ to, subject }) => `${to.join()}: ${subject}`);

  it('is off until an admin allows it on the page of the security settings, and noted in the trail', async () => {
    await allowLinks(false);
    const admin = await here.app.signedIn(here.world.people.priya.userId);
    const page = await admin.get('/settings/security');
    expect(page.text)
      .to.include('Clients may sign in by a link')
      .and.match(/name="sign_in_link"(?![^>]*checked)/);
    const kept = [...page.text.matchAll(/<input(?=[^>]*inputmode)[^>]*>/g)].map(([input]) => [
      /name="([^"]+)"/.exec(input)?.[1] ?? '',
      /value="([^"]+)"/.exec(input)?.[1] ?? '',
    ]);
    const fields = Object.fromEntries(kept) as Record<string, string>;
    await admin.post('/settings/security', { ...fields, sign_in_link: '1' });
    expect((await admin.get('/settings/security')).text).to.match(
      /name="sign_in_link"[^>]*checked/,
    );
    const entry = await table('audit_entries')
      .where({ action: 'settings.changed' })
      .orderBy('id', 'desc')
      .first();
    expect(JSON.parse(String(entry?.before_facts))).to.deep.equal({
      'security.sign_in_link': false,
    });
    expect(JSON.parse(String(entry?.after_facts))).to.deep.equal({ 'security.sign_in_link': true });
  });

  it('is offered on the sign-in page only where it is allowed and mail can arrive', async () => {
    const offer = 'Send me a sign-in link';
    expect((await here.app.visitor().get('/login')).text).to.include(offer);
    await allowLinks(false);
    expect((await here.app.visitor().get('/login')).text).not.to.include(offer);
    expect((await here.app.visitor().get('/login/link')).status).to.equal(404);
    expect((await ask(sofia)).status).to.equal(404);
    expect(await letters()).to.deep.equal([]);
    await allowLinks();
    await saveInstallationSettings({ 'mail.from_address': '' });
    expect((await here.app.visitor().get('/login')).text).not.to.include(offer);
    await saveInstallationSettings({ 'mail.from_address': 'agency@example.com' });
  });

  it('takes along from the sign-in page what was typed there, but not the password', async () => {
    const answer = await here.app.visitor().post('/login/link', {
      email: ' sofia@example.com',
      password: 'typed-by-mistake',
      next: '/portal/files',
      step: 'open',
    });
    expect(answer.status).to.equal(200);
    expect(answer.text)
      .to.include('value="sofia@example.com"')
      .and.include('value="/portal/files"');
    expect(answer.text).not.to.include('typed-by-mistake');
    expect(await letters()).to.deep.equal([]);
  });

  it('keeps what was typed when it is no address, and says so', async () => {
    const answer = await ask('sofia at example');
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('value="sofia at example"').and.include('id="f-email-error"');
  });

  it('brings a letter with a link that works once, for 15 minutes, to the stored address', async () => {
    await ask('SOFIA@Example.com');
    expect(await letters()).to.deep.equal([`${sofia}: Your link to sign in at Task Session`]);
    const letter = await here.mailbox.lastTo(sofia);
    expect(letter.text).to.include('The link works once, for 15 minutes');
    expect(await here.mailbox.linkTo(sofia)).to.match(/^\/login\/link\/[\w-]{43}$/);
  });

  it('CVE 28 SEC 46 answers alike for clients, strangers, the team and people who were deactivated', async () => {
    await changeUser(here.world.people.tom.userId, { status: 'inactive' });
    const addresses = [sofia, 'nobody@example.com', 'jonas@example.com', 'tom@example.com'];
    const answers = [];
    for (const address of addresses) {
      const { status, location, headers, text } = await ask(address);
      const cookies = headers.getSetCookie().map((line) => line.split('=')[0]);
      answers.push({ status, location, text, cookies, timing: headers.get('server-timing') });
    }
    for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
    const page = await here.app.visitor().get(answers[0]?.location ?? '');
    expect(page.text).to.include(
      'If this address belongs to a client account, a link is on its way. It is valid for 15 minutes and can be used once.',
    );
    await changeUser(here.world.people.tom.userId, { status: 'active' });
  });

  it('CVE 22 brings nothing to strangers, to who was deactivated and to who may come in nowhere', async () => {
    const { tom, nora } = here.world.people;
    await changeUser(tom.userId, { status: 'inactive' });
    await table('memberships').where({ id: nora.membershipId }).update({ status: 'suspended' });
    for (const address of ['nobody@example.com', tom.email, nora.email]) await ask(address);
    expect(await letters()).to.deep.equal([]);
    await changeUser(tom.userId, { status: 'active' });
    await table('memberships').where({ id: nora.membershipId }).update({ status: 'active' });
  });

  it('brings members of the team a letter that says how they sign in, and no link', async () => {
    await ask('jonas@example.com');
    const letter = await here.mailbox.lastTo('jonas@example.com');
    expect(letter.text).to.include('sign in with your password').and.include('/login\n');
    expect(letter.text).not.to.include('/login/link');
    const { userId } = here.world.people.jonas;
    expect(await table('account_tokens').where({ user_id: userId })).to.deep.equal([]);
  });

  it('reminds who has not accepted their invitation of it, and lets nobody accept by it', async () => {
    const guest = await inviteGuest(here.world, 'client');
    await here.mailbox.clear();
    await ask(guest.email);
    const letter = await here.mailbox.lastTo(guest.email);
    expect(letter.text).to.include('Open the link in the invitation');
    expect(letter.text).not.to.include('http');
    const user = await table('users').where({ id: guest.userId }).first();
    expect(user?.status).to.equal('pending');
  });

  it('does not speak of an invitation that was taken back', async () => {
    const guest = await inviteGuest(here.world, 'client');
    await revokeInvitations(guest.membershipId);
    await here.mailbox.clear();
    await ask(guest.email);
    expect(await letters()).to.deep.equal([]);
  });

  it('SEC 19 brings five letters an hour to one account, and answers the sixth alike', async () => {
    for (let time = 0; time < 6; time += 1)
      expect((await ask(sofia)).location).to.equal('/login/link?sent=1');
    expect(await letters()).to.have.length(5);
  });

  it('SEC 41 leaves the owner a counter of their own on a device they have used before', async () => {
    const own = await signedInByForm(here.app, sofia);
    await own.post('/logout');
    own.forgetToken();
    for (let time = 0; time < 6; time += 1) await ask(sofia);
    await here.mailbox.collect();
    await here.mailbox.clear();
    await ask(sofia, own);
    expect(await letters()).to.have.length(1);
  });

  it('SEC 19 slows one address that asks for many accounts, and says so', async () => {
    for (let time = 0; time < 20; time += 1) await ask(`somebody${time}@example.com`);
    const answer = await ask(sofia);
    expect(answer.status).to.equal(429);
    expect(answer.text).to.include('There were many tries');
    expect(await letters()).to.deep.equal([]);
  });

  it('SEC 65 is in the trail, with the address it came from', async () => {
    await ask(sofia);
    await here.mailbox.collect();
    const entry = await table('audit_entries')
      .where({ action: 'user.link_asked' })
      .orderBy('id', 'desc')
      .first();
    expect(entry).to.include({ subject_name: 'Sofia Lindqvist', ip_address: '127.0.0.1' });
  });

  it('SEC 59 keeps only the hash of a link, also in the outbox', async () => {
    const path = await here.linkFor(sofia);
    const everything = JSON.stringify([
      await table('account_tokens'),
      await table('outbox'),
      await table('jobs'),
      await table('audit_entries'),
    ]);
    expect(everything).not.to.include(path.split('/').at(-1));
  });
});
