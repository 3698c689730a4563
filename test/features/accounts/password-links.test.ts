import { expect } from 'chai';
import { hashToken } from '../../../server/core/crypto/index.js';
import { table } from '../../../server/core/database/index.js';
import { hour, now, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import {
  changeUser,
  createUser,
  lookUpUser,
  sendWelcome,
} from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, isSignedIn, signedInByForm, trySignIn } from './signing-in.js';

const fresh = 'quarry lantern velvet orbit';

describe('Links to a new password', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
  });
  beforeEach(async () => {
    await givePasswords();
    await table('rate_limits').delete();
    await mailbox.clear();
  });
  afterEach(() => setClock());
  after(async () => {
    await mailbox.close();
    await app.close();
  });

  async function linkFor(email: string): Promise<string> {
    await app.visitor().post('/forgot-password', { email });
    return mailbox.linkTo(email);
  }

  const choose = async (path: string, password: string) => {
    const visitor = app.visitor();
    await visitor.get(path);
    return visitor.post(path, { password });
  };

  it('S018 lets somebody who forgot their password choose a new one', async () => {
    const path = await linkFor('jonas@example.com');
    expect(path).to.match(/^\/reset-password\/[\w-]{43}$/);
    const page = await app.visitor().get(path);
    expect(page.status).to.equal(200);
    expect(page.text).to.include('jonas@example.com');
    const answer = await choose(path, fresh);
    expect(answer.location).to.equal('/login');
    expect(await isSignedIn(await signedInByForm(app, 'jonas@example.com', fresh))).to.equal(true);
    expect((await trySignIn(app.visitor(), 'jonas@example.com', worldPassword)).status).to.equal(
      422,
    );
  });

  it('CVE 28 SEC 46 answers alike for an address that nobody has, and writes to nobody', async () => {
    const known = await app.visitor().post('/forgot-password', { email: 'jonas@example.com' });
    const unknown = await app.visitor().post('/forgot-password', { email: 'nobody@example.com' });
    expect(unknown.status).to.equal(known.status);
    expect(unknown.location).to.equal(known.location);
    expect(unknown.headers.get('server-timing')).to.equal(known.headers.get('server-timing'));
    const letters = await mailbox.collect();
    expect(letters.map((letter) => letter.to)).to.eql([['jonas@example.com']]);
  });

  it('says where it is sent in words that fit every address', async () => {
    const page = await app.visitor().get('/forgot-password?sent=1');
    expect(page.text).to.include('If this address has an account');
  });

  it('CVE 26 SEC 45 works once', async () => {
    const path = await linkFor('jonas@example.com');
    await choose(path, fresh);
    const again = await choose(path, 'another lantern velvet orbit');
    expect(again.status).to.equal(410);
    expect(again.text).to.include('This link no longer works');
    expect((await app.visitor().get(path)).status).to.equal(410);
  });

  it('CVE 26 works once when it is sent twice at the same moment', async () => {
    const path = await linkFor('jonas@example.com');
    const visitors = [app.visitor(), app.visitor(), app.visitor()];
    for (const visitor of visitors) await visitor.get(path);
    const answers = await Promise.all(
      visitors.map((visitor, number) =>
        visitor.post(path, { password: `${fresh} number ${number}` }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 303).length).to.equal(1);
    expect(answers.map((answer) => answer.status).sort()).to.deep.equal([303, 410, 410]);
  });

  it('CVE 26 SEC 45 dies after an hour', async () => {
    const path = await linkFor('jonas@example.com');
    const start = now();
    setClock(() => start + hour + 1000);
    expect((await app.visitor().get(path)).status).to.equal(410);
    expect((await choose(path, fresh)).status).to.equal(410);
  });

  it('CVE 26 SEC 45 dies when a new one is asked for', async () => {
    const first = await linkFor('jonas@example.com');
    const second = await linkFor('jonas@example.com');
    expect(second).not.to.equal(first);
    expect((await app.visitor().get(first)).status).to.equal(410);
    expect((await app.visitor().get(second)).status).to.equal(200);
  });

  it('CVE 26 dies when the password is changed in another way', async () => {
    const path = await linkFor('jonas@example.com');
    const visitor = await signedInByForm(app, 'jonas@example.com');
    await visitor.post('/profile/security', { current_password: worldPassword, password: fresh });
    expect((await app.visitor().get(path)).status).to.equal(410);
  });

  it('CVE 26 dies when the e-mail changes', async () => {
    const path = await linkFor('elin@example.com');
    await changeUser(world.people.elin.userId, { email: 'elin.new@example.com' });
    expect((await app.visitor().get(path)).status).to.equal(410);
    await changeUser(world.people.elin.userId, { email: 'elin@example.com' });
  });

  it('CVE 22 is not sent to a deactivated person, and one sent before opens nothing', async () => {
    const path = await linkFor('elin@example.com');
    await changeUser(world.people.elin.userId, { status: 'inactive' });
    expect((await app.visitor().get(path)).status).to.equal(410);
    await mailbox.clear();
    await app.visitor().post('/forgot-password', { email: 'elin@example.com' });
    expect((await mailbox.collect()).length).to.equal(0);
    await changeUser(world.people.elin.userId, { status: 'active' });
  });

  it('SEC 45 SEC 51 CVE 21 ends every session when it is used', async () => {
    const thief = await signedInByForm(app, 'jonas@example.com');
    const path = await linkFor('jonas@example.com');
    await choose(path, fresh);
    expect(await isSignedIn(thief)).to.equal(false);
  });

  it('tells the person by mail that their password has changed', async () => {
    await choose(await linkFor('jonas@example.com'), fresh);
    const letter = await mailbox.lastTo('jonas@example.com');
    expect(letter.subject).to.include('was changed');
    expect(letter.text).not.to.include(fresh);
  });

  it('CVE 26 takes accents for what they are: the twin of an address is another address', async () => {
    const twin = await createUser({ name: 'Twin', email: 'jónas@example.com', status: 'active' });
    await app.visitor().post('/forgot-password', { email: 'jónas@example.com' });
    const letters = await mailbox.collect();
    expect(letters.flatMap((letter) => letter.to)).not.to.include('jonas@example.com');
    expect((await trySignIn(app.visitor(), 'jónas@example.com')).status).to.equal(422);
    await table('users').where({ id: twin }).delete();
  });

  it('CVE 26 writes to the stored address, however the typed one is cased', async () => {
    await app.visitor().post('/forgot-password', { email: 'JONAS@EXAMPLE.COM' });
    expect((await mailbox.collect()).map((letter) => letter.to)).to.eql([['jonas@example.com']]);
  });

  it('CVE 18 takes the address of the site from the settings, never from the request', async () => {
    await saveInstallationSettings({ 'general.base_url': 'https://portal.agency.example' });
    await app.visitor().send('/forgot-password', {
      method: 'POST',
      headers: await forged(),
      body: await formBody('jonas@example.com'),
    });
    await app
      .visitor()
      .post('/forgot-password', { email: 'elin@example.com' }, await forgedProxy());
    const letter = await mailbox.lastTo('elin@example.com');
    expect(letter.text).to.include('https://portal.agency.example/reset-password/');
    expect(letter.raw).not.to.include('evil.example');
    await saveInstallationSettings({ 'general.base_url': 'http://127.0.0.1' });
  });

  it('SEC 59 stores only the hash of a link, from 256 random bits', async () => {
    const path = await linkFor('jonas@example.com');
    const token = path.split('/').at(-1) ?? '';
    const rows = await table('account_tokens').where({ user_id: world.people.jonas.userId });
    expect(rows.map((row) => row.token_hash)).to.include(hashToken(token));
    expect(JSON.stringify(rows)).not.to.include(token);
    expect(Buffer.from(token, 'base64url').length).to.equal(32);
  });

  it('SEC 64 keeps the address of its page from other sites', async () => {
    const page = await app.visitor().get(await linkFor('jonas@example.com'));
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer');
    expect(page.headers.get('cache-control')).to.equal('no-store');
  });

  it('shows the form again with a reason when the password is weak, and the link still works', async () => {
    const path = await linkFor('jonas@example.com');
    const weak = await choose(path, 'jonas okafor');
    expect(weak.status).to.equal(422);
    expect(weak.text).to.include('easy to guess');
    expect((await choose(path, fresh)).location).to.equal('/login');
  });

  it('answers nonsense in its place with the same clear page', async () => {
    for (const token of ['x', 'a'.repeat(43), '%2e%2e%2f', `${'é'.repeat(200)}`]) {
      const answer = await app.visitor().get(`/reset-password/${encodeURIComponent(token)}`);
      expect(answer.status).to.equal(410);
    }
  });

  it('S028 SEC 44 welcomes somebody with a link to set a password, and never with the password', async () => {
    const user = await lookUpUser(world.people.nora.userId);
    if (!user) throw new Error('Nora is missing');
    await sendWelcome(user, world.workspaceId, { inviter: 'Priya Raman', roles: [], teams: [] });
    const letter = await mailbox.lastTo('nora@example.com');
    expect(letter.text).to.include('Priya Raman').and.include('nora@example.com');
    expect(letter.text).not.to.include(worldPassword);
    const path = await mailbox.linkTo('nora@example.com');
    const start = now();
    setClock(() => start + 6 * 24 * hour);
    expect((await app.visitor().get(path)).status).to.equal(200);
  });

  async function forged(): Promise<Record<string, string>> {
    return {
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-host': 'evil.example',
    };
  }

  async function forgedProxy(): Promise<Record<string, string>> {
    return { 'x-original-host': 'evil.example', forwarded: 'host=evil.example' };
  }

  async function formBody(email: string): Promise<string> {
    return new URLSearchParams({ email, _csrf: await app.visitor().formToken() }).toString();
  }
});
