import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { Authenticator } from '../../support/authenticator.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, trySignIn } from '../accounts/signing-in.js';
import { codesOn, setUpApp } from './apps.js';
import { askedAt, register, signInBy, site, withPasskey } from './passkey-pages.js';

describe('Keeping passkeys', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
    mailbox = await startMailbox();
    await saveInstallationSettings({ 'general.base_url': site });
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  const jonas = () => app.signedIn(world.people.jonas.userId);

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
      await withPasskey(app, world);
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
      const device = await withPasskey(app, world);
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
      expect((await signInBy(app.visitor(), device)).status).to.equal(422);
      expect((await trySignIn(app.visitor(), 'jonas@example.com')).location).to.equal(
        '/two-factor',
      );
    });

    it('by nobody else', async () => {
      await withPasskey(app, world);
      const { id } = (await table('passkeys').first()) as { id: number };
      const elin = await app.signedIn(world.people.elin.userId);
      expect((await elin.post(`/profile/two-factor/passkeys/${id}/removal`)).status).to.equal(404);
    });

    it('and with the last of them goes the second step, unless a role needs it', async () => {
      await withPasskey(app, world);
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
