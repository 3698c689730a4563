import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { minute, now, second, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { Authenticator, type Flaws } from '../../support/authenticator.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, isSignedIn, trySignIn } from '../accounts/signing-in.js';
import { beforeSecondStep, codesOn, setUpApp } from './apps.js';

const site = 'https://agency.example.com';

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

  function wait(ms: number): void {
    const moment = now() + ms;
    setClock(() => moment);
  }
  const jonas = () => app.signedIn(world.people.jonas.userId);

  /** What a browser is asked at an address. */
  async function askedAt(visitor: Visitor, path: string) {
    const answer = await visitor.post(path, {}, { accept: 'application/json' });
    expect(answer.status, answer.text).to.equal(200);
    return JSON.parse(answer.text) as {
      challenge: string;
      rp?: { id: string };
      allowCredentials?: { id: string }[];
      excludeCredentials?: { id: string }[];
    };
  }

  async function register(
    visitor: Visitor,
    device: Authenticator,
    { flaws = {}, name = 'Phone' }: { flaws?: Flaws; name?: string } = {},
  ): Promise<Answer> {
    const question = await askedAt(visitor, '/profile/two-factor/passkeys/options');
    const credential = device.register(question, flaws);
    const answer = await visitor.post('/profile/two-factor/passkeys', { name, credential });
    visitor.forgetToken();
    return answer;
  }

  /** Jonas with a passkey on his phone. */
  async function withPasskey(): Promise<Authenticator> {
    const device = new Authenticator(site);
    expect((await register(await jonas(), device)).status).to.equal(303);
    return device;
  }

  async function signInBy(
    device: Authenticator,
    { flaws = {}, visitor = app.visitor() }: { flaws?: Flaws; visitor?: Visitor } = {},
  ): Promise<Answer> {
    const question = await askedAt(visitor, '/login/passkey/options');
    const answer = await visitor.post('/login/passkey', {
      credential: device.use(question, flaws),
    });
    visitor.forgetToken();
    return answer;
  }

  describe('are added', () => {
    it('under a name, on the page of one’s security, which shows them with their last use', async () => {
      const visitor = await jonas();
      const answer = await register(visitor, new Authenticator(site), { name: 'Work laptop' });
      expect(answer.location).to.equal('/profile/two-factor/codes');
      expect(codesOn(await visitor.get(answer.location)).length).to.equal(10);
      const second = await register(visitor, new Authenticator(site), { name: 'Phone' });
      expect(second.location).to.equal('/profile/security');
      const page = await visitor.get('/profile/security');
      expect(page.text).to.include('Work laptop').and.include('Phone').and.include('Added on');
    });

    it('for this site, for an owner who shows who they are, each device once', async () => {
      const visitor = await jonas();
      const device = new Authenticator(site);
      await register(visitor, device);
      const question = await askedAt(visitor, '/profile/two-factor/passkeys/options');
      expect(question).to.deep.include({
        rp: { id: 'agency.example.com', name: 'Task Session' },
        excludeCredentials: [{ id: device.id, type: 'public-key' }],
      });
      expect(question).to.nested.include({
        'authenticatorSelection.residentKey': 'required',
        'authenticatorSelection.userVerification': 'required',
      });
      expect(JSON.stringify(question)).not.to.include(`"${world.people.jonas.userId}"`);
    });

    it('with a mail to their owner', async () => {
      await withPasskey();
      const letter = await mailbox.lastTo('jonas@example.com');
      expect(letter.subject).to.include('A passkey was added');
      expect(letter.text).to.include('“Phone”');
    });

    for (const [what, flaws] of [
      ['from another site', { origin: 'https://agency.example.org' }],
      ['for another name', { rpId: 'evil.example' }],
      ['without finger, face or PIN', { isUnverified: true }],
    ] as const) {
      it(`not ${what}`, async () => {
        const answer = await register(await jonas(), new Authenticator(site), { flaws });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('The passkey was not made');
        expect(await table('passkeys')).to.deep.equal([]);
      });
    }

    it('not by an answer to a question that was answered before, or asked of somebody else', async () => {
      const visitor = await jonas();
      const path = '/profile/two-factor/passkeys';
      const question = await askedAt(visitor, `${path}/options`);
      const cookie = visitor.cookies.get('passkey') ?? '';
      const send = (by: Visitor, device = new Authenticator(site)) => {
        by.cookies.set('passkey', cookie);
        return by.post(path, { name: 'Copy', credential: device.register(question) });
      };
      expect((await send(await app.signedIn(world.people.elin.userId))).status).to.equal(422);
      expect((await send(visitor)).status).to.equal(422);
      expect(await table('passkeys')).to.deep.equal([]);
    });

    it('not when the same one is registered already', async () => {
      const device = await withPasskey();
      const elin = await app.signedIn(world.people.elin.userId);
      const answer = await register(elin, device);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('has a passkey for your account already');
    });

    it('not by nonsense, and what was typed stays', async () => {
      const visitor = await jonas();
      for (const credential of ['', '{', '[]', '{"id":1}', JSON.stringify({ id: 'x' })]) {
        await askedAt(visitor, '/profile/two-factor/passkeys/options');
        const fields = { name: 'My <key>', credential };
        const answer = await visitor.post('/profile/two-factor/passkeys', fields);
        expect(answer.status, credential).to.equal(422);
        expect(answer.text).to.include('value="My &lt;key&gt;"');
      }
    });

    it('only where browsers allow them: the page says what is missing', async () => {
      for (const address of ['', 'http://agency.example.com', 'https://192.0.2.1']) {
        await saveInstallationSettings({ 'general.base_url': address });
        const visitor = await jonas();
        const page = await visitor.get('/profile/two-factor/passkeys');
        expect(page.text).to.include('Passkeys need the address of this site');
        expect((await visitor.post('/profile/two-factor/passkeys/options')).status).to.equal(409);
        expect((await app.visitor().get('/login')).text).not.to.include('data-passkey');
      }
    });
  });

  describe('sign somebody in', () => {
    it('without a password and without a second step, for they are both', async () => {
      const device = await withPasskey();
      const visitor = app.visitor();
      expect((await visitor.get('/login')).text).to.include(
        'data-passkey="/login/passkey/options"',
      );
      const answer = await signInBy(device, { visitor });
      expect([answer.status, answer.location]).to.deep.equal([303, '/']);
      expect(await isSignedIn(visitor)).to.equal(true);
      const [row] = await table('sign_ins').where({ outcome: 'success' }).select('method');
      expect(row?.method).to.equal('passkey');
    });

    it('on the page that was asked for, on a device that is remembered', async () => {
      const device = await withPasskey();
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
        const device = await withPasskey();
        const visitor = app.visitor();
        const answer = await signInBy(device, { flaws, visitor });
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('This passkey did not work').and.include('name="password"');
        expect(await isSignedIn(visitor)).to.equal(false);
      });
    }

    it('not by a copy of the device, whose count has stayed behind', async () => {
      const device = await withPasskey();
      await signInBy(device);
      await signInBy(device);
      expect((await signInBy(device, { flaws: { counter: 1 } })).status).to.equal(422);
      expect((await signInBy(device)).status).to.equal(303);
    });

    it('also by devices that do not count', async () => {
      const device = await withPasskey();
      for (let use = 0; use < 2; use += 1)
        expect((await signInBy(device, { flaws: { counter: 0 } })).status).to.equal(303);
    });

    it('once for each question, also when the answer comes twice at the same moment', async () => {
      const device = await withPasskey();
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
      const device = await withPasskey();
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
      const device = await withPasskey();
      await table('users').where({ email: 'jonas@example.com' }).update({ status: 'inactive' });
      const answer = await signInBy(device);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('has no access at the moment');
    });

    it('SEC 41 not without end: an address that tries too often has to wait', async () => {
      const device = await withPasskey();
      await signInBy(device, { flaws: { rpId: 'evil.example' } });
      await table('rate_limits').where('key', 'like', 'sign-in:address:%').update({ points: 60 });
      expect((await signInBy(device)).status).to.equal(429);
    });
  });

  describe('are a second step', () => {
    async function takeStep(visitor: Visitor, device: Authenticator): Promise<Answer> {
      const question = await askedAt(visitor, '/two-factor/passkey/options');
      return visitor.post('/two-factor/passkey', { credential: device.use(question) });
    }

    it('after the password, beside the app or alone', async () => {
      const device = await withPasskey();
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
      const device = await withPasskey();
      await setUpApp(await app.signedIn(world.people.elin.userId));
      const elin = await beforeSecondStep(app, 'elin@example.com');
      const answer = await takeStep(elin, device);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('This passkey did not work');
    });

    it('not by an answer to the question of the sign-in page', async () => {
      const device = await withPasskey();
      const visitor = await beforeSecondStep(app, 'jonas@example.com');
      const question = await askedAt(visitor, '/login/passkey/options');
      const answer = await visitor.post('/two-factor/passkey', {
        credential: device.use(question),
      });
      expect(answer.status).to.equal(422);
    });

    it('not without the password before', async () => {
      const device = await withPasskey();
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

  describe('are removed', () => {
    it('by their owner, after a question; a mail says so and they open nothing any more', async () => {
      const visitor = await jonas();
      const device = new Authenticator(site);
      await register(visitor, device);
      await setUpApp(visitor);
      const path = /\/profile\/two-factor\/passkeys\/\d+\/removal/.exec(
        (await visitor.get('/profile/security')).text,
      )?.[0] as string;
      expect((await visitor.get(path)).text).to.include('Remove the passkey Phone?');
      expect((await visitor.post(path)).location).to.equal('/profile/security');
      expect((await mailbox.lastTo('jonas@example.com')).subject).to.include('removed');
      expect((await signInBy(device)).status).to.equal(422);
      expect((await trySignIn(app.visitor(), 'jonas@example.com')).location).to.equal(
        '/two-factor',
      );
    });

    it('by nobody else', async () => {
      await withPasskey();
      const { id } = (await table('passkeys').first()) as { id: number };
      const elin = await app.signedIn(world.people.elin.userId);
      expect((await elin.post(`/profile/two-factor/passkeys/${id}/removal`)).status).to.equal(404);
    });

    it('and with the last of them goes the second step, unless a role needs it', async () => {
      await withPasskey();
      const { id } = (await table('passkeys').first()) as { id: number };
      const path = `/profile/two-factor/passkeys/${id}/removal`;
      await saveInstallationSettings({ 'security.second_factor_roles': { '2': 0 } });
      expect((await (await jonas()).post(path)).status).to.equal(422);
      await saveInstallationSettings({ 'security.second_factor_roles': {} });
      expect((await (await jonas()).post(path)).status).to.equal(303);
      expect((await trySignIn(app.visitor(), 'jonas@example.com')).location).to.equal('/');
    });
  });
});
