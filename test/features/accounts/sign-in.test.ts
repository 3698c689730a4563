import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, hour, now, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings, saveSettings } from '../../../server/core/settings/index.js';
import { changeUser, recordFirstStep } from '../../../server/features/accounts/index.js';
import {
  lookUpUserByEmail,
  type UserRow,
} from '../../../server/features/accounts/users.queries.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import {
  givePasswords,
  isSignedIn,
  sessionCookie,
  signedInByForm,
  trySignIn,
} from './signing-in.js';

describe('Signing in', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
    mailbox = await startMailbox();
  });
  beforeEach(() => table('rate_limits').delete());
  afterEach(() => setClock());
  after(async () => {
    await mailbox.close();
    await app.close();
  });

  it('S005 lets somebody in with their e-mail and password, however the e-mail is cased', async () => {
    const visitor = app.visitor();
    const answer = await trySignIn(visitor, ' PRIYA@Example.com ');
    expect(answer.status).to.equal(303);
    expect(answer.location).to.equal('/');
    expect(await isSignedIn(visitor)).to.equal(true);
  });

  it('lets many devices of one person in at the same moment', async function () {
    this.timeout(20_000);
    const user = (await lookUpUserByEmail('priya@example.com')) as UserRow;
    const how = { method: 'password', isNew: false } as const;
    const identified = { user, workspaceId: world.workspaceId, rightsVersion: 1 };
    const come = () => recordFirstStep(identified, { ip: '127.0.0.1', userAgent: '' }, how);
    const before = await table('sign_ins').where({ outcome: 'success' });
    await Promise.all(Array.from({ length: 30 }, come));
    const after = await table('sign_ins').where({ outcome: 'success' });
    expect(after.length - before.length).to.equal(30);
  });

  it('shows a page with labelled fields, what the agency says, and no session for the visit', async () => {
    await saveSettings(world.workspaceId, { 'branding.login_text': 'Welcome <b>back</b>' });
    const visitor = app.visitor();
    const page = await visitor.get('/login');
    expect(page.text).to.include('Welcome &lt;b&gt;back&lt;/b&gt;');
    expect(page.text).to.match(/autocomplete="username"/);
    expect(page.text).to.match(/autocomplete="current-password"/);
    expect(sessionCookie(visitor)).to.equal(undefined);
  });

  it('leads to the page that was asked for', async () => {
    const visitor = app.visitor();
    const asked = await visitor.get('/profile/security');
    expect(asked.location).to.equal('/login?next=%2Fprofile%2Fsecurity');
    const page = await visitor.get(asked.location);
    expect(page.text).to.include('name="next" value="/profile/security"');
    const answer = await trySignIn(visitor, 'jonas@example.com', worldPassword, {
      fields: { next: '/profile/security' },
    });
    expect(answer.location).to.equal('/profile/security');
  });

  it('leads who is signed in already straight on', async () => {
    const visitor = await app.signedIn(world.people.jonas.userId);
    expect((await visitor.get('/login?next=/projects')).location).to.equal('/projects');
  });

  const elsewhere = [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%09/evil.example'.replace('%09', '\t'),
    'javascript:alert(1)',
    ' /profile',
    'profile',
    '/\n/evil.example',
    '/login?next=/login',
    '/logout',
  ];
  for (const next of elsewhere) {
    it(`CVE 46 SEC 25 never leads to ${JSON.stringify(next)}`, async () => {
      const page = await app.visitor().get(`/login?next=${encodeURIComponent(next)}`);
      expect(page.text).not.to.include('evil.example');
      const answer = await trySignIn(app.visitor(), 'jonas@example.com', worldPassword, {
        fields: { next },
      });
      expect(answer.status).to.equal(303);
      expect(answer.location).to.equal('/');
    });
  }

  it('keeps what was typed, but never the password, when they do not belong together', async () => {
    const answer = await trySignIn(app.visitor(), 'jonas@example.com', 'not my password at all');
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('value="jonas@example.com"');
    expect(answer.text).not.to.include('not my password at all');
    expect(answer.text).to.include('role="alert"');
  });

  it('SEC 46 CVE 28 answers alike whether an address has an account or not', async () => {
    await changeUser(world.people.tom.userId, { status: 'pending' });
    const bodies = [];
    for (const email of ['jonas@example.com', 'nobody@example.com', 'tom@example.com']) {
      const answer = await trySignIn(app.visitor(), email, 'wrong wrong wrong');
      expect(answer.status).to.equal(422);
      bodies.push(comparable(answer.text, email));
    }
    await changeUser(world.people.tom.userId, { status: 'active' });
    expect(new Set(bodies).size).to.equal(1);
  });

  it('SEC 46 does the same work for an address that nobody has: the hash is computed, a row is written', async () => {
    const writes = async (email: string) => {
      const answer = await trySignIn(app.visitor(), email, 'wrong wrong wrong');
      return answer.headers.get('server-timing');
    };
    expect(await writes('nobody@example.com')).to.equal(await writes('jonas@example.com'));
  });

  for (const [label, body] of [
    ['nothing', ''],
    ['an empty e-mail and password', 'email=&password='],
    ['lists', 'email=a%40b.c&email=d%40e.f&password=x&password=y'],
    ['objects', 'email%5Bx%5D=1&password%5B%24gt%5D='],
    ['a null byte', 'email=priya%40example.com%00&password=x'],
    ['a megabyte', `email=priya%40example.com&password=${'x'.repeat(1_100_000)}`],
    ['a very long password', `email=priya%40example.com&password=${'x'.repeat(5000)}`],
  ] as const) {
    it(`CVE 19 SEC 30 refuses ${label} without letting anybody in`, async () => {
      const visitor = app.visitor();
      const token = encodeURIComponent(await visitor.formToken());
      const answer = await visitor.send('/login', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `_csrf=${token}&${body}`,
      });
      expect(answer.status).to.be.oneOf([400, 413, 422]);
      expect(await isSignedIn(visitor)).to.equal(false);
    });
  }

  it('SEC 23 refuses the form without its token', async () => {
    const answer = await app.visitor().send('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ email: 'priya@example.com', password: worldPassword }).toString(),
    });
    expect(answer.status).to.equal(403);
  });

  it('CVE 20 SEC 48 gives a new session id at sign-in, whatever the browser held before', async () => {
    const visitor = await signedInByForm(app, 'jonas@example.com');
    const first = sessionCookie(visitor);
    visitor.forgetToken();
    await trySignIn(visitor, 'elin@example.com');
    const second = sessionCookie(visitor);
    expect(second).to.be.a('string').and.not.equal(first);
    const old = app.visitor();
    old.cookies.set('session', first ?? '');
    expect(await isSignedIn(old)).to.equal(false);
  });

  it('CVE 20 does not take up a session id that an attacker has chosen', async () => {
    const visitor = app.visitor();
    visitor.cookies.set('session', encodeURIComponent('s:chosen-by-somebody.signature'));
    await trySignIn(visitor, 'jonas@example.com');
    expect(sessionCookie(visitor)).not.to.include('chosen');
    expect(await isSignedIn(visitor)).to.equal(true);
  });

  it('SEC 22 sets a cookie that scripts cannot read and other sites do not send', async () => {
    const answer = await trySignIn(app.visitor(), 'jonas@example.com');
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('session='));
    expect(cookie)
      .to.match(/HttpOnly/)
      .and.match(/SameSite=Lax/)
      .and.not.match(/Secure|Max-Age/);
  });

  it('SEC 22 uses a __Host- cookie with Secure behind HTTPS', async () => {
    const answer = await trySignIn(app.visitor(), 'jonas@example.com', worldPassword, {
      headers: { 'x-forwarded-proto': 'https' },
    });
    const cookie = answer.headers.getSetCookie().find((line) => /^__Host-session=/.test(line));
    expect(cookie)
      .to.match(/Secure/)
      .and.match(/Path=\//);
  });

  it('remembers a device for as long as the settings say, and no other', async () => {
    await saveInstallationSettings({ 'security.remember_days': 10 });
    const remembered = app.visitor();
    const answer = await trySignIn(remembered, 'jonas@example.com', worldPassword, {
      fields: { remember: '1' },
    });
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('session='));
    expect(cookie).to.match(/Max-Age=864000|Expires=/);
    const passing = await signedInByForm(app, 'elin@example.com');
    const start = now();
    setClock(() => start + 9 * day);
    expect(await isSignedIn(remembered)).to.equal(true);
    expect(await isSignedIn(passing)).to.equal(false);
    setClock(() => start + 11 * day);
    expect(await isSignedIn(remembered)).to.equal(false);
    await saveInstallationSettings({ 'security.remember_days': null });
  });

  it('SEC 49 ends an unused session, and any session after its longest life', async () => {
    const visitor = await signedInByForm(app, 'jonas@example.com');
    const start = now();
    setClock(() => start + 23 * hour);
    expect(await isSignedIn(visitor)).to.equal(true);
    setClock(() => start + 48 * hour);
    expect(await isSignedIn(visitor)).to.equal(false);
  });

  it('SEC 50 SEC 63 signs out on the server and tells the browser to forget', async () => {
    const visitor = await signedInByForm(app, 'jonas@example.com');
    const cookie = sessionCookie(visitor) ?? '';
    const answer = await visitor.post('/logout');
    expect(answer.location).to.equal('/login');
    expect(answer.headers.get('clear-site-data')).to.include('"cache"');
    expect(sessionCookie(visitor)).to.equal(undefined);
    const thief = app.visitor();
    thief.cookies.set('session', cookie);
    expect(await isSignedIn(thief)).to.equal(false);
    expect((await visitor.get('/login')).text).to.include('You are signed out.');
  });

  it('SEC 24 does not sign out by a link', async () => {
    const visitor = await signedInByForm(app, 'jonas@example.com');
    expect((await visitor.get('/logout')).status).to.equal(404);
    expect(await isSignedIn(visitor)).to.equal(true);
  });

  it('S019 CVE 22 does not let a deactivated person in, and says so only to who knows the password', async () => {
    await changeUser(world.people.elin.userId, { status: 'inactive' });
    const wrong = await trySignIn(app.visitor(), 'elin@example.com', 'wrong wrong wrong');
    expect(wrong.text).not.to.include('no access at the moment');
    const right = await trySignIn(app.visitor(), 'elin@example.com');
    expect(right.status).to.equal(422);
    expect(right.text).to.include('no access at the moment');
    await changeUser(world.people.elin.userId, { status: 'active' });
  });

  it('SEC 65 records who came in and who was refused, from where and with what', async () => {
    const browser = 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0';
    const headers = { 'user-agent': browser };
    await trySignIn(app.visitor(), 'nora@example.com', 'wrong wrong wrong', { headers });
    await trySignIn(app.visitor(), 'nora@example.com', worldPassword, { headers });
    const rows = await table('sign_ins').where({ user_id: world.people.nora.userId }).orderBy('id');
    expect(rows.map((row) => [row.outcome, row.method, row.ip_address, row.user_agent])).to.eql([
      ['failed', 'password', '127.0.0.1', browser],
      ['success', 'password', '127.0.0.1', browser],
    ]);
  });

  it('writes to somebody who signs in on a device not seen before, and to nobody the first time', async () => {
    await mailbox.clear();
    const address = 'sofia@example.com';
    const known = await signedInByForm(app, address);
    expect((await mailbox.collect()).length).to.equal(0);
    await known.post('/logout');
    known.forgetToken();
    await trySignIn(known, address);
    expect((await mailbox.collect()).length).to.equal(0);
    await signedInByForm(app, address);
    const letter = await mailbox.lastTo(address);
    expect(letter.subject).to.include('New sign-in');
    expect(letter.text).to.include('127.0.0.1').and.include('/profile/sessions');
  });
});

/** What of a page can be compared: without the address that was typed and what is new each time. */
function comparable(page: string, email: string): string {
  return page
    .replaceAll(email, 'EMAIL')
    .replace(/nonce="[^"]*"/g, '')
    .replace(/name="_csrf" value="[^"]*"/g, '');
}
