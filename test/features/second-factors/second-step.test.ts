import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { minute, now, second } from '../../../server/core/dates/index.js';
import type { TestApp } from '../../support/app.js';
import type { Mailbox } from '../../support/mailbox.js';
import type { World } from '../../support/world.js';
import { isSignedIn, sessionCookie, trySignIn } from '../accounts/signing-in.js';
import { type App, beforeSecondStep, codeOf, setUpApp, startWithApp, wait } from './apps.js';

describe('The second step of a sign-in', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let phone: App;

  beforeEach(async () => {
    ({ app, world, mailbox, phone } = await startWithApp());
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  const come = (fields?: Record<string, string>) =>
    beforeSecondStep(app, 'jonas@example.com', fields);
  const wrongCode = () => String((Number(codeOf(phone.secret)) + 1) % 1_000_000).padStart(6, '0');

  it('lets somebody in by the code of their app', async () => {
    const visitor = await come();
    const page = await visitor.get('/two-factor');
    expect(page.text).to.include('autocomplete="one-time-code"');
    const answer = await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    expect([answer.status, answer.location]).to.deep.equal([303, '/']);
    expect(await isSignedIn(visitor)).to.equal(true);
  });

  it('SEC 43 starts no session before it: what waits opens no page and no data', async () => {
    const visitor = await come();
    expect(sessionCookie(visitor)).to.equal(undefined);
    expect(await table('sessions').where({ user_id: world.people.jonas.userId })).to.have.length(1);
    expect((await visitor.get('/projects')).location).to.match(/^\/login/);
    const data = await visitor.get(`/tasks/${world.tasks.logo}`, { accept: 'application/json' });
    expect(data.status).to.equal(401);
    const waiting = visitor.cookies.get('second-step') ?? '';
    const thief = app.visitor();
    thief.cookies.set('session', waiting);
    expect(await isSignedIn(thief)).to.equal(false);
  });

  it('carries along the page that was asked for, and whether the device is remembered', async () => {
    const visitor = await come({ next: '/profile/security', remember: '1' });
    const answer = await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    expect(answer.location).to.equal('/profile/security');
    const session = answer.headers.getSetCookie().find((line) => line.startsWith('session='));
    expect(session).to.match(/expires=/i);
  });

  it('CVE 20 gives a session id that the browser did not have before', async () => {
    const visitor = await come();
    visitor.cookies.set('session', 's%3Aattacker.chosen');
    await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    expect(sessionCookie(visitor)).not.to.include('attacker');
    expect(await isSignedIn(visitor)).to.equal(true);
  });

  it('refuses a wrong code beside its field and lets one try again', async () => {
    const visitor = await come();
    const answer = await visitor.post('/two-factor', { code: wrongCode() });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="f-code-error"');
    expect((await visitor.post('/two-factor', { code: codeOf(phone.secret) })).status).to.equal(
      303,
    );
  });

  it('SEC 43 takes each code once', async () => {
    const code = codeOf(phone.secret);
    expect((await (await come()).post('/two-factor', { code })).status).to.equal(303);
    const thief = await come();
    expect((await thief.post('/two-factor', { code })).status).to.equal(422);
  });

  it('SEC 43 takes a code once when it comes twice at the same moment', async () => {
    const visitors = [await come(), await come(), await come()];
    const code = codeOf(phone.secret);
    const answers = await Promise.all(
      visitors.map((visitor) => visitor.post('/two-factor', { code })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 422, 422]);
  });

  it('takes no code that is older than one used before', async () => {
    await (await come()).post('/two-factor', { code: codeOf(phone.secret) });
    const older = await (await come()).post('/two-factor', { code: codeOf(phone.secret, -1) });
    expect(older.status).to.equal(422);
  });

  it('does not take the code again that confirmed the app', async () => {
    const other = await setUpApp(await app.signedIn(world.people.elin.userId));
    const visitor = await beforeSecondStep(app, 'elin@example.com');
    expect((await visitor.post('/two-factor', { code: codeOf(other.secret) })).status).to.equal(
      422,
    );
  });

  for (const [steps, status] of [
    [-2, 422],
    [-1, 303],
    [1, 303],
    [2, 422],
  ] as const) {
    it(`${status === 303 ? 'believes' : 'refuses'} a clock that is ${steps} steps away`, async () => {
      const answer = await (await come()).post('/two-factor', {
        code: codeOf(phone.secret, steps),
      });
      expect(answer.status).to.equal(status);
    });
  }

  it('is over after five minutes, to the second', async () => {
    const [early, late] = [await come(), await come()];
    wait(5 * minute - second);
    expect((await early.get('/two-factor')).status).to.equal(200);
    wait(second);
    const answer = await late.post('/two-factor', { code: codeOf(phone.secret) });
    expect(answer.location).to.equal('/login');
    expect((await late.get('/login')).text).to.include('That took too long');
  });

  it('SEC 43 is bound to the browser in which the password was typed', async () => {
    await come();
    const thief = app.visitor();
    const answer = await thief.post('/two-factor', { code: codeOf(phone.secret) });
    expect(answer.location).to.equal('/login');
    await setUpApp(await app.signedIn(world.people.elin.userId));
    const elin = await beforeSecondStep(app, 'elin@example.com');
    expect((await elin.post('/two-factor', { code: codeOf(phone.secret) })).status).to.equal(422);
  });

  it('cannot be used again after it has let in', async () => {
    const visitor = await come();
    const waiting = visitor.cookies.get('second-step') ?? '';
    await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    const thief = app.visitor();
    thief.cookies.set('second-step', waiting);
    wait(30 * second);
    const answer = await thief.post('/two-factor', { code: codeOf(phone.secret) });
    expect(answer.location).to.equal('/login');
  });

  it('begins anew when the password has changed meanwhile', async () => {
    const visitor = await come();
    wait(second);
    await table('users')
      .where({ email: 'jonas@example.com' })
      .update({ password_changed_at: now() });
    const answer = await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    expect(answer.location).to.equal('/login');
  });

  it('CVE 22 does not let in who was deactivated meanwhile', async () => {
    const visitor = await come();
    await table('users').where({ email: 'jonas@example.com' }).update({ status: 'inactive' });
    const answer = await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    expect(answer.location).to.equal('/login');
  });

  it('SEC 23 refuses the form without its token', async () => {
    const visitor = await come();
    const answer = await visitor.post('/two-factor', { code: codeOf(phone.secret), _csrf: 'x' });
    expect(answer.status).to.equal(403);
  });

  it('SEC 41 slows guesses like those of passwords, and a right password opens no new row of them', async () => {
    for (let number = 0; number < 10; number += 1) {
      const visitor = await come();
      expect((await visitor.post('/two-factor', { code: wrongCode() })).status).to.equal(422);
    }
    const visitor = await come();
    const answer = await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    expect(answer.status).to.equal(429);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 900);
    const recovery = await visitor.post('/two-factor/recovery', {
      code: phone.recoveryCodes[0] ?? '',
    });
    expect(recovery.status).to.equal(429);
  });

  it('SEC 41 counts guesses that come at the same moment', async () => {
    const visitor = await come();
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => visitor.post('/two-factor', { code: wrongCode() })),
    );
    expect(answers.filter(({ status }) => status === 422).length).to.be.at.most(10);
  });

  it('SEC 41 keeps the door open for the owner on a device they have used before', async () => {
    const own = await come();
    await own.post('/two-factor', { code: codeOf(phone.secret) });
    own.forgetToken();
    await own.post('/logout');
    own.forgetToken();
    await table('rate_limits').delete();
    for (let number = 0; number < 10; number += 1)
      await (await come()).post('/two-factor', { code: wrongCode() });
    wait(minute);
    expect((await (await come()).post('/two-factor', { code: wrongCode() })).status).to.equal(429);
    await trySignIn(own, 'jonas@example.com');
    expect((await own.post('/two-factor', { code: codeOf(phone.secret) })).status).to.equal(303);
  });

  it('SEC 65 records refused and right second steps, and the sign-in only when both were right', async () => {
    const visitor = await come();
    const rows = () =>
      table('sign_ins')
        .where({ user_id: world.people.jonas.userId })
        .orderBy('id')
        .select('method', 'outcome');
    expect(await rows()).to.deep.equal([]);
    await visitor.post('/two-factor', { code: wrongCode() });
    await visitor.post('/two-factor', { code: codeOf(phone.secret) });
    expect((await rows()).map((row) => ({ ...row }))).to.deep.equal([
      { method: 'code', outcome: 'failed' },
      { method: 'code', outcome: 'success' },
    ]);
  });

  it('SEC 45 is not got round by a new password from the mailbox', async () => {
    const visitor = app.visitor();
    await visitor.post('/forgot-password', { email: 'jonas@example.com' });
    const path = await mailbox.linkTo('jonas@example.com');
    await visitor.get(path);
    const fresh = 'quarry lantern velvet orbit';
    expect((await visitor.post(path, { password: fresh })).location).to.equal('/login');
    expect(await isSignedIn(visitor)).to.equal(false);
    expect((await trySignIn(visitor, 'jonas@example.com', fresh)).location).to.equal('/two-factor');
  });

  it('shows who waits nothing of anybody: one page for all', async () => {
    const page = await (await come()).get('/two-factor');
    for (const text of ['Jonas', 'jonas@example.com', phone.secret])
      expect(page.text).not.to.include(text);
  });

  it('sends who is signed in already to their first page', async () => {
    const visitor = await app.signedIn(world.people.elin.userId);
    expect((await visitor.get('/two-factor')).location).to.equal('/');
    expect((await visitor.post('/two-factor', { code: '123456' })).location).to.equal('/');
  });

  it('leaves the sign-in page the same for everybody', async () => {
    const page = async () =>
      (await app.visitor().get('/login')).text.replace(/(nonce|value)="[^"]*"/g, '');
    const before = await page();
    await come();
    expect(await page()).to.equal(before);
  });
});
