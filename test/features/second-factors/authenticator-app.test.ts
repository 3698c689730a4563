import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hour, minute, now, setClock } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, isSignedIn, sessionCookie, trySignIn } from '../accounts/signing-in.js';
import { codeOf, codesOn, openOffer, readOffer, setUpApp } from './apps.js';

describe('Setting up an authenticator app', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
    mailbox = await startMailbox();
    const moment = Date.now();
    setClock(() => moment);
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  const wait = (ms: number) => {
    const moment = now() + ms;
    setClock(() => moment);
  };
  const jonas = () => app.signedIn(world.people.jonas.userId);

  it('begins on the page of one’s security, which says that it is off', async () => {
    const page = await (await jonas()).get('/profile/security');
    expect(page.text).to.include('Two-factor sign-in').and.include('Off');
    expect(page.text).to.include('href="/profile/two-factor/app"');
  });

  it('shows the secret as a QR code that the content policy lets through, and as text', async () => {
    const page = await (await jonas()).get('/profile/two-factor/app');
    const { secret } = readOffer(page);
    expect(page.text).to.match(/<svg class="qr"[^>]*><path d="M\d+ \d+h\d+v1h-\d+z/);
    expect(page.text).to.include(`secret=${secret}`);
    expect(page.text).to.include('jonas%40example.com');
    expect(page.text).not.to.match(/style="/);
  });

  it('counts only when a code of it has come back', async () => {
    const visitor = await jonas();
    await openOffer(visitor);
    expect(await table('authenticators')).to.deep.equal([]);
    expect((await trySignIn(app.visitor(), 'jonas@example.com')).location).to.equal('/');
    await setUpApp(visitor);
    expect((await trySignIn(app.visitor(), 'jonas@example.com')).location).to.equal('/two-factor');
  });

  it('keeps the same secret on the page after a wrong code, and says what is wrong beside the field', async () => {
    const visitor = await jonas();
    const { secret, sealed } = await openOffer(visitor);
    const wrong = String((Number(codeOf(secret)) + 1) % 1_000_000).padStart(6, '0');
    const answer = await visitor.post('/profile/two-factor/app', { sealed, code: wrong });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="f-code-error"');
    expect(readOffer(answer)).to.deep.equal({ secret, sealed });
  });

  it('takes a code as apps group it', async () => {
    const visitor = await jonas();
    const { secret, sealed } = await openOffer(visitor);
    const code = codeOf(secret).replace(/^(...)/, '$1 ');
    const answer = await visitor.post('/profile/two-factor/app', { sealed, code });
    expect(answer.location).to.equal('/profile/two-factor/codes');
  });

  it('offers a new secret when the one on the page is an hour old, altered or somebody else’s', async () => {
    const visitor = await jonas();
    const own = await openOffer(visitor);
    const others = await openOffer(await app.signedIn(world.people.elin.userId));
    for (const { secret, sealed } of [others, { ...own, sealed: own.sealed.slice(0, -3) }]) {
      const answer = await visitor.post('/profile/two-factor/app', {
        sealed,
        code: codeOf(secret),
      });
      expect(answer.status).to.equal(422);
      expect(readOffer(answer).secret).not.to.equal(secret);
    }
    wait(hour);
    const late = { sealed: own.sealed, code: codeOf(own.secret) };
    expect((await visitor.post('/profile/two-factor/app', late)).status).to.equal(422);
    expect(await table('authenticators')).to.deep.equal([]);
  });

  it('SEC 43 keeps the secret encrypted, and the recovery codes only as signatures', async () => {
    const { secret, recoveryCodes } = await setUpApp(await jonas());
    const row = (await table('authenticators').first()) as { secret: string };
    expect(row.secret).to.match(/^v1\./);
    const stored = JSON.stringify([await table('authenticators'), await table('recovery_codes')]);
    for (const text of [
      secret,
      ...recoveryCodes,
      ...recoveryCodes.map((c) => c.replaceAll('-', '')),
    ])
      expect(stored).not.to.include(text);
  });

  it('SEC 43 shows ten recovery codes, once', async () => {
    const visitor = await jonas();
    const { recoveryCodes } = await setUpApp(visitor);
    expect(new Set(recoveryCodes).size).to.equal(10);
    const again = await visitor.get('/profile/two-factor/codes');
    expect(codesOn(again)).to.deep.equal([]);
    expect(again.text).to.include('10 codes are left');
  });

  it('hands the codes over as a file, but only real ones, and only to their owner', async () => {
    const visitor = await jonas();
    const { recoveryCodes } = await setUpApp(visitor);
    const send = (by: typeof visitor, codes: readonly string[]) =>
      by.post('/profile/two-factor/codes/file', { codes: codes.join(' ') });
    const file = await send(visitor, recoveryCodes);
    expect(file.headers.get('content-disposition')).to.include('attachment');
    for (const code of recoveryCodes) expect(file.text).to.include(code);
    expect((await send(visitor, ['AAAA-AAAA-AAAA'])).status).to.equal(404);
    expect((await send(visitor, ['<script>'])).status).to.equal(422);
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await send(elin, recoveryCodes)).status).to.equal(404);
  });

  it('signs other devices out and goes on under a new session id here', async () => {
    const other = await jonas();
    const visitor = await jonas();
    const before = sessionCookie(visitor);
    await setUpApp(visitor);
    expect(await isSignedIn(other)).to.equal(false);
    expect(await isSignedIn(visitor)).to.equal(true);
    expect(sessionCookie(visitor)).not.to.equal(before);
  });

  it('asks for the password again on a device left open', async () => {
    const visitor = await jonas();
    wait(2 * hour);
    const answer = await visitor.get('/profile/two-factor/app');
    expect(answer.location).to.match(/^\/confirm-password\?next=/);
  });

  it('tells its owner by mail, and the team’s history that it is on', async () => {
    await setUpApp(await jonas());
    const letter = await mailbox.lastTo('jonas@example.com');
    expect(letter.subject).to.include('An authenticator app was set up');
    expect(letter.text).to.include('/profile/security');
    const events = await table('events').where({ name: 'user.second_factor_on' });
    expect(events.length).to.equal(1);
  });

  it('can be done again with another phone: the first app’s codes open nothing then', async () => {
    const visitor = await jonas();
    const first = await setUpApp(visitor);
    const second = await setUpApp(visitor);
    expect(second.secret).not.to.equal(first.secret);
    expect(second.recoveryCodes, 'the recovery codes stay').to.deep.equal([]);
    expect((await mailbox.lastTo('jonas@example.com')).subject).to.include('was replaced');
    wait(minute);
    const comer = app.visitor();
    await trySignIn(comer, 'jonas@example.com');
    expect((await comer.post('/two-factor', { code: codeOf(first.secret) })).status).to.equal(422);
    expect((await comer.post('/two-factor', { code: codeOf(second.secret) })).status).to.equal(303);
  });

  it('can be taken away again: the password alone lets in, the codes are gone, and a mail says so', async () => {
    const visitor = await jonas();
    await setUpApp(visitor);
    expect((await visitor.get('/profile/two-factor/app/removal')).status).to.equal(200);
    const answer = await visitor.post('/profile/two-factor/app/removal');
    expect(answer.location).to.equal('/profile/security');
    expect(await table('recovery_codes')).to.deep.equal([]);
    expect(await table('authenticators')).to.deep.equal([]);
    expect((await trySignIn(app.visitor(), 'jonas@example.com')).location).to.equal('/');
    expect((await mailbox.lastTo('jonas@example.com')).subject).to.include('turned off');
  });

  it('is not taken away without the password', async () => {
    const visitor = await jonas();
    await setUpApp(visitor);
    wait(3 * hour);
    const answer = await visitor.post('/profile/two-factor/app/removal');
    expect(answer.location).to.match(/^\/confirm-password/);
    expect((await table('authenticators')).length).to.equal(1);
  });

  it('SEC 43 gives new recovery codes in place of the old ones', async () => {
    const visitor = await jonas();
    const { recoveryCodes } = await setUpApp(visitor);
    await visitor.get('/profile/two-factor/codes');
    const fresh = codesOn(await visitor.submit('/profile/two-factor/codes'));
    expect(fresh.length).to.equal(10);
    const comer = app.visitor();
    await trySignIn(comer, 'jonas@example.com');
    const use = (code = '') => comer.post('/two-factor/recovery', { code });
    expect((await use(recoveryCodes[0])).status).to.equal(422);
    expect((await use(fresh[0])).status).to.equal(303);
  });

  it('is there for clients as well', async () => {
    const { recoveryCodes } = await setUpApp(await app.signedIn(world.people.sofia.userId));
    expect(recoveryCodes.length).to.equal(10);
    expect((await trySignIn(app.visitor(), 'sofia@example.com')).location).to.equal('/two-factor');
  });
});
