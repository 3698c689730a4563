import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { minute, second, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Authenticator } from '../../support/authenticator.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, isSignedIn } from '../accounts/signing-in.js';
import { beforeSecondStep, setUpApp, wait } from './apps.js';
import { askedAt, signInBy, site, withPasskey } from './passkey-pages.js';

describe('Passkeys', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
    mailbox = await startMailbox();
    await saveInstallationSettings({ 'general.base_url': site });
    const moment = Date.now();
    setClock(() => moment);
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  describe('sign somebody in', () => {
    it('without a password and without a second step, for they are both', async () => {
      const device = await withPasskey(app, world);
      const visitor = app.visitor();
      expect((await visitor.get('/login')).text).to.include(
        'data-passkey="/login/passkey/options"',
      );
      const answer = await signInBy(visitor, device);
      expect([answer.status, answer.location]).to.deep.equal([303, '/']);
      expect(await isSignedIn(visitor)).to.equal(true);
      const [row] = await table('sign_ins').where({ outcome: 'success' }).select('method');
      expect(row?.method).to.equal('passkey');
    });

    it('on the page that was asked for, on a device that is remembered', async () => {
      const device = await withPasskey(app, world);
      const visitor = app.visitor();
      const question = await askedAt(visitor, '/login/passkey/options');
      const fields = { credential: device.use(question), next: '/profile/security', remember: '1' };
      const answer = await visitor.post('/login/passkey', fields);
      expect(answer.location).to.equal('/profile/security');
      const session = answer.headers.getSetCookie().find((line) => line.startsWith('session='));
      expect(session).to.match(/expires=/i);
    });

    for (const [what, flaws] of [
      ['from another site', { origin: 'https://agency.example.org' }],
      ['for another name', { rpId: 'evil.example' }],
      ['without finger, face or PIN', { isUnverified: true }],
      [
        'signed by another key',
        { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey },
      ],
    ] as const) {
      it(`not ${what}`, async () => {
        const device = await withPasskey(app, world);
        const visitor = app.visitor();
        const answer = await signInBy(visitor, device, flaws);
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('This passkey did not work').and.include('name="password"');
        expect(await isSignedIn(visitor)).to.equal(false);
      });
    }

    it('not by a copy of the device, whose count has stayed behind', async () => {
      const device = await withPasskey(app, world);
      await signInBy(app.visitor(), device);
      await signInBy(app.visitor(), device);
      expect((await signInBy(app.visitor(), device, { counter: 1 })).status).to.equal(422);
      expect((await signInBy(app.visitor(), device)).status).to.equal(303);
    });

    it('also by devices that do not count', async () => {
      const device = await withPasskey(app, world);
      for (let use = 0; use < 2; use += 1)
        expect((await signInBy(app.visitor(), device, { counter: 0 })).status).to.equal(303);
    });

    it('once for each question, also when the answer comes twice at the same moment', async () => {
      const device = await withPasskey(app, world);
      const visitor = app.visitor();
      const question = await askedAt(visitor, '/login/passkey/options');
      const cookies = new Map(visitor.cookies);
      const credential = device.use(question);
      const twins = await Promise.all(
        [1, 2, 3].map(async () => {
          const twin = app.visitor();
          await twin.formToken();
          twin.cookies.set('passkey', cookies.get('passkey') ?? '');
          return twin;
        }),
      );
      const answers = await Promise.all(
        twins.map((twin) => twin.post('/login/passkey', { credential })),
      );
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 422, 422]);
    });

    it('not by an answer to a question of another browser, or of more than five minutes ago', async () => {
      const device = await withPasskey(app, world);
      const question = await askedAt(app.visitor(), '/login/passkey/options');
      const thief = app.visitor();
      const credential = device.use(question);
      expect((await thief.post('/login/passkey', { credential })).status).to.equal(422);
      const slow = app.visitor();
      const late = device.use(await askedAt(slow, '/login/passkey/options'));
      wait(5 * minute + second);
      expect((await slow.post('/login/passkey', { credential: late })).status).to.equal(422);
    });

    it('CVE 22 not when they were deactivated', async () => {
      const device = await withPasskey(app, world);
      await table('users').where({ email: 'jonas@example.com' }).update({ status: 'inactive' });
      const answer = await signInBy(app.visitor(), device);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('has no access at the moment');
    });

    it('SEC 41 not without end: an address that tries too often has to wait', async () => {
      const device = await withPasskey(app, world);
      await signInBy(app.visitor(), device, { rpId: 'evil.example' });
      await table('rate_limits').where('key', 'like', 'sign-in:address:%').update({ points: 60 });
      expect((await signInBy(app.visitor(), device)).status).to.equal(429);
    });
  });

  describe('are a second step', () => {
    async function takeStep(visitor: Visitor, device: Authenticator): Promise<Answer> {
      const question = await askedAt(visitor, '/two-factor/passkey/options');
      return visitor.post('/two-factor/passkey', { credential: device.use(question) });
    }

    it('after the password, beside the app or alone', async () => {
      const device = await withPasskey(app, world);
      const visitor = await beforeSecondStep(app, 'jonas@example.com');
      const page = await visitor.get('/two-factor');
      expect(page.text).to.include('Now use your passkey').and.not.include('name="code"');
      expect((await takeStep(visitor, device)).location).to.equal('/');
      visitor.forgetToken();
      expect(await isSignedIn(visitor)).to.equal(true);
      await setUpApp(visitor);
      const other = await beforeSecondStep(app, 'jonas@example.com');
      expect((await other.get('/two-factor')).text).to.include('name="code"');
      expect((await takeStep(other, device)).location).to.equal('/');
    });

    it('of nobody else', async () => {
      const device = await withPasskey(app, world);
      await setUpApp(await app.signedIn(world.people.elin.userId));
      const elin = await beforeSecondStep(app, 'elin@example.com');
      const answer = await takeStep(elin, device);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('This passkey did not work');
    });

    it('not by an answer to the question of the sign-in page', async () => {
      const device = await withPasskey(app, world);
      const visitor = await beforeSecondStep(app, 'jonas@example.com');
      const question = await askedAt(visitor, '/login/passkey/options');
      const answer = await visitor.post('/two-factor/passkey', {
        credential: device.use(question),
      });
      expect(answer.status).to.equal(422);
    });

    it('not without the password before', async () => {
      const device = await withPasskey(app, world);
      const visitor = app.visitor();
      const asked = await visitor.post(
        '/two-factor/passkey/options',
        {},
        { accept: 'application/json' },
      );
      expect(JSON.parse(asked.text)).to.deep.equal({ location: '/login' });
      const credential = device.use({ challenge: 'made-up' });
      expect((await visitor.post('/two-factor/passkey', { credential })).location).to.equal(
        '/login',
      );
    });
  });
});
