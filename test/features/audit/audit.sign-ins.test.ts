import { expect } from 'chai';
import { queryCount, table } from '../../../server/core/database/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, signedInByForm, trySignIn } from '../accounts/signing-in.js';
import { type Entry, entriesSince, leftBy } from './entries.js';

const fresh = 'quarry lantern velvet orbit';
const told = (entries: Entry[]) => entries.map(({ action, who, whom }) => [action, who, whom]);

describe('S083 The audit trail keeps who signed in, was refused, and what they did to their login', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  const email = 'jonas@example.com';
  const name = 'Jonas Okafor';

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
  });
  beforeEach(givePasswords);
  after(async () => {
    await mailbox.close();
    await app.close();
  });

  it('a sign-in and a sign-out, from which address', async () => {
    const entries = await leftBy(async () => {
      const jonas = await signedInByForm(app, email);
      expect((await jonas.post('/logout')).location).to.equal('/login');
    });
    expect(told(entries)).to.deep.equal([
      ['user.signed_in', name, name],
      ['user.signed_out', name, name],
    ]);
    for (const { row } of entries) {
      expect(row).to.include({ ip_address: '127.0.0.1', workspace_id: world.workspaceId });
      expect(row.reference).to.match(/^[0-9A-F]{8}$/);
    }
  });

  it('a refusal, without saying who it was; and nothing of addresses that nobody has', async () => {
    const entries = await leftBy(async () => {
      await trySignIn(app.visitor(), email, 'a wrong password');
      await trySignIn(app.visitor(), 'nobody@example.com', 'a wrong password');
    });
    expect(told(entries)).to.deep.equal([['user.sign_in_refused', 'nobody', name]]);
    expect(entries[0]?.after).to.deep.equal({ refusal: 'wrong_password' });
    expect(entries[0]?.row.workspace_id).to.equal(world.workspaceId);
  });

  it('a refusal of somebody who has no access any more', async () => {
    const { userId } = world.people.elin;
    await table('users').where({ id: userId }).update({ status: 'inactive' });
    const entries = await leftBy(() => trySignIn(app.visitor(), 'elin@example.com'));
    expect(entries[0]?.after).to.deep.equal({ refusal: 'no_access' });
  });

  it('CVE 28 SEC 46 and takes as many steps for an address that nobody has', async () => {
    const cost = async (address: string) => {
      const visitor = app.visitor();
      await visitor.get('/login');
      const before = queryCount();
      await trySignIn(visitor, address, 'a wrong password');
      return queryCount() - before;
    };
    expect(await cost('nobody-at-all@example.com')).to.equal(await cost('tom@example.com'));
  });

  it('devices signed out, one and all others', async () => {
    const jonas = await signedInByForm(app, email);
    await signedInByForm(app, email);
    const [session] = (await table('sessions')
      .where({ user_id: world.people.jonas.userId })
      .orderBy('id', 'desc')
      .select('id')) as { id: number }[];
    const entries = await leftBy(async () => {
      await jonas.post(`/profile/sessions/${session?.id}`, { _method: 'DELETE' });
      await jonas.post('/profile/sessions', { _method: 'DELETE' });
    });
    expect(told(entries)).to.deep.equal([
      ['user.session_ended', name, name],
      ['user.sessions_ended', name, name],
    ]);
  });

  it('a password changed, set by a link and set by another; never the password', async () => {
    const entries = await leftBy(async () => {
      const jonas = await signedInByForm(app, email);
      const fields = { current_password: worldPassword, password: fresh };
      expect((await jonas.post('/profile/security', fields)).status).to.equal(303);
      await app.visitor().post('/forgot-password', { email });
      await workOff('jobs');
      const link = await mailbox.linkTo(email);
      const visitor = app.visitor();
      await visitor.get(link);
      expect((await visitor.post(link, { password: `${fresh} two` })).status).to.equal(303);
      const priya = await app.signedIn(world.people.priya.userId);
      const path = `/users/${world.people.jonas.userId}`;
      expect((await priya.post(`${path}/reset-link`)).status).to.equal(303);
      expect(
        (await priya.post(`${path}/password`, { password: `${fresh} three` })).status,
      ).to.equal(303);
    });
    expect(told(entries)).to.deep.equal([
      ['user.signed_in', name, name],
      ['user.password_changed', name, name],
      ['user.reset_asked', 'nobody', name],
      ['user.password_reset', name, name],
      ['user.reset_sent', 'Priya Raman', name],
      ['user.password_set', 'Priya Raman', name],
    ]);
    expect(entries[2]?.row).to.include({ ip_address: '127.0.0.1' });
    expect(JSON.stringify(await entriesSince())).not.to.match(
      /quarry|correct horse|reset-password\//,
    );
  });

  it('another address, with the one before', async () => {
    const sofia = await signedInByForm(app, 'sofia@example.com');
    const fields = { email: 'sofia@harbour.example', current_password: worldPassword };
    await sofia.post('/profile/email', fields);
    const link = await mailbox.linkTo('sofia@harbour.example');
    const entries = await leftBy(async () => {
      await sofia.get(link);
      expect((await sofia.post(link)).status).to.equal(303);
    });
    expect(entries.map(({ before, after }) => [before, after])).to.deep.equal([
      [{ email: 'sofia@example.com' }, { email: 'sofia@harbour.example' }],
    ]);
    expect(entries[0]).to.include({ action: 'user.email_changed', who: 'Sofia Lindqvist' });
  });
});
