import { expect } from 'chai';
import { checkRequirements } from '../../../installer/requirements.js';
import { translatorFor } from '../../../server/core/locale/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { forgetHealth } from '../../../server/features/maintenance/health.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, trySignIn } from '../accounts/signing-in.js';

describe('The address of the site', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let priya: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  it('S163 is one of the agency’s own, such as portal.agency.com, in messages and on pages', async () => {
    const saved = await priya.post('/settings/general', {
      name: 'Marlow & Finch',
      base_url: 'https://portal.agency.com',
      timezone: 'UTC',
      currency: 'EUR',
      locale: 'en',
    });
    expect(saved.status).to.equal(303);
    await priya.post(`/clients/${world.people.sofia.userId}/reset-link`);
    const letter = await mailbox.lastTo('sofia@example.com');
    const addresses = [...`${letter.text} ${letter.html}`.matchAll(/https?:\/\/[^/\s"<]+/g)];
    expect(new Set(addresses.map(String))).to.deep.equal(new Set(['https://portal.agency.com']));
    const sofia = await app.signedIn(world.people.sofia.userId);
    const signIn = await app.visitor().get('/login');
    const pages = [signIn, await sofia.get('/portal'), await sofia.get('/portal/files')];
    for (const { status, text, headers } of pages) {
      expect(status).to.equal(200);
      expect(text, 'nothing comes from another host').not.to.match(
        /(src|href|action)="(https?:)?\/\//,
      );
      expect(headers.get('content-security-policy')).not.to.match(/https?:\/\//);
    }
  });

  it('S166 is expected to be encrypted: where it is not, the installer and the health page say so', async () => {
    const t = translatorFor('en');
    const lineOf = async (isSecure: boolean) => {
      const checks = await checkRequirements(app.config, isSecure);
      const { status } = checks.find(({ name }) => name === 'https') ?? { status: 'missing' };
      return t(`health.https.${status}`);
    };
    expect(await lineOf(false)).to.include('before others sign in, put a proxy with a certificate');
    expect(await lineOf(true)).to.equal('This page came encrypted.');
    const health = async (base_url: string) => {
      await saveInstallationSettings({ 'general.base_url': base_url });
      forgetHealth();
      return (await priya.get('/settings/maintenance')).text;
    };
    const warning = 'does not begin with https. Passwords cross the network in the clear';
    expect(await health('http://portal.agency.com')).to.include(warning);
    expect(await health('https://portal.agency.com')).not.to.include(warning);
  });

  it('S166 binds the browser to encryption where it has it: cookies and all later visits', async () => {
    await givePasswords();
    const headers = { 'x-forwarded-proto': 'https' };
    const answer = await trySignIn(app.visitor(), 'sofia@example.com', undefined, { headers });
    const cookie = answer.headers.getSetCookie().find((line) => /session=/.test(line));
    expect(cookie).to.match(/^__Host-session=.*; Secure/);
    expect(answer.headers.get('strict-transport-security')).to.equal('max-age=31536000');
    expect((await app.visitor().get('/login')).headers.has('strict-transport-security')).to.equal(
      false,
    );
  });
});
