import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { table } from '../../server/core/database/index.js';
import { now, second, setClock } from '../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../server/core/settings/index.js';
import { hashPassword } from '../../server/features/accounts/index.js';
import { codeOf } from '../features/second-factors/apps.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  type Coming,
  expectAccessible,
  expectNoSidewaysScroll,
  listenForProblems,
  openBrowser,
  openWindow,
  widths,
} from '../support/browser.js';
import { makeWorld, type World, worldPassword } from '../support/world.js';

describe('Two-factor sign-in in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let app: TestApp;
  let world: World;
  let origin: string;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    hasScript = true;
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
    await table('users').update({ password_hash: await hashPassword(worldPassword) });
    // A passkey belongs to a name, and this is the one that every machine has.
    origin = app.origin.replace('127.0.0.1', 'localhost');
    await saveInstallationSettings({ 'general.base_url': origin });
  });
  afterEach(() => app.close());

  let hasScript = true;

  /** The tool that looks for barriers is a script itself. */
  async function look(page: Page): Promise<void> {
    if (hasScript) await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }

  async function typePassword(page: Page, email = world.people.jonas.email): Promise<void> {
    await page.goto('/login');
    await page.locator('[name=email]').fill(email);
    await page.locator('[name=password]').fill(worldPassword);
    await page.locator('form button.main').first().click();
  }

  /** Leaves the page first: one that stays open notices the missing session, and says so. */
  async function signOut(page: Page): Promise<void> {
    await page.goto('about:blank');
    await page.context().clearCookies({ name: 'session' });
  }

  /** The next code of the app: one that was used counts no more. */
  function nextCode(secret: string): string {
    const moment = now() + 60 * second;
    setClock(() => moment);
    return codeOf(secret);
  }

  async function setUpApp(page: Page): Promise<string> {
    await page.goto('/profile/security');
    await look(page);
    await page.locator('a[href="/profile/two-factor/app"]').click();
    await page.waitForURL('**/profile/two-factor/app');
    await look(page);
    expect(await page.locator('svg.qr').isVisible()).to.equal(true);
    const secret = (await page.locator('.secret code').innerText()).replaceAll(' ', '');
    await page.locator('[name=code]').fill('000000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.locator('#f-code-error').waitFor();
    await look(page);
    await page.locator('[name=code]').fill(codeOf(secret));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.waitForURL('**/profile/two-factor/codes');
    await look(page);
    return secret;
  }

  /** A passkey's device inside the browser, which knows its owner at once. */
  async function giveDevice(page: Page): Promise<void> {
    const devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }

  async function addPasskey(page: Page): Promise<void> {
    await page.goto('/profile/security');
    await page.locator('a[href="/profile/two-factor/passkeys"]').click();
    await page.waitForURL('**/profile/two-factor/passkeys');
    await look(page);
    await page.locator('[name=name]').fill('My phone');
    await page.getByRole('button', { name: 'Add passkey' }).click();
    await page.waitForURL('**/profile/two-factor/codes');
  }

  const ways: [string, Coming][] = [
    ['without scripts, on a phone in the dark', { script: false, width: widths.phone, dark: true }],
    ['with scripts, at a desk', {}],
  ];
  for (const [how, way] of ways) {
    it(`is set up, asked for at the next sign-in and replaced by a recovery code: ${how}`, async () => {
      hasScript = way.script !== false;
      const context = await openWindow(browser, origin, way);
      const page = await context.newPage();
      const complaints = listenForProblems(page);
      await typePassword(page);
      await page.waitForURL(`${origin}/`);
      const secret = await setUpApp(page);
      const codes = await page.locator('.codes code').allInnerTexts();
      expect(codes.length).to.equal(10);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download as a file' }).click();
      expect((await download).suggestedFilename()).to.equal('recovery-codes.txt');
      await page.getByRole('link', { name: 'I have kept them' }).click();
      await page.waitForURL('**/profile/security');
      await look(page);

      await signOut(page);
      await typePassword(page);
      await page.waitForURL('**/two-factor');
      await look(page);
      await page.locator('[name=code]').fill(nextCode(secret));
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(`${origin}/`);

      await signOut(page);
      await typePassword(page);
      await page.getByRole('link', { name: 'Use a recovery code' }).click();
      await page.waitForURL('**/two-factor/recovery');
      await look(page);
      await page.locator('[name=code]').fill(codes[0] ?? '');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(`${origin}/`);
      expect(complaints.filter((text) => !/status of 422/.test(text))).to.deep.equal([]);
      await context.close();
    });
  }

  it('adds a passkey, signs in by it alone, uses it as the second step, and removes it', async () => {
    const context = await openWindow(browser, origin, { width: widths.phone });
    const page = await context.newPage();
    const complaints = listenForProblems(page);
    await giveDevice(page);
    await typePassword(page);
    await page.waitForURL(`${origin}/`);
    await addPasskey(page);
    await page.goto('/profile/security');
    await page.getByText('My phone').waitFor();
    await look(page);

    await signOut(page);
    await page.goto('/login');
    await look(page);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL(`${origin}/`);

    await signOut(page);
    await typePassword(page);
    await page.waitForURL('**/two-factor');
    await look(page);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.waitForURL(`${origin}/`);

    await page.goto('/profile/security');
    await page.getByRole('link', { name: 'Remove My phone' }).click();
    await look(page);
    await page.getByRole('button', { name: 'Remove the passkey' }).click();
    await page.waitForURL('**/profile/security');
    expect(await page.getByText('My phone').count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('says in a browser without scripts what passkeys need, and shows no button that does nothing there', async () => {
    const visitor = await app.signedIn(world.people.jonas.userId);
    const context = await openWindow(browser, origin, { script: false }, visitor);
    const page = await context.newPage();
    await page.goto('/profile/two-factor/passkeys');
    await page.getByText('Passkeys need JavaScript and a browser').waitFor();
    expect(await page.getByRole('button', { name: 'Add passkey' }).isVisible()).to.equal(false);
    await signOut(page);
    await page.goto('/login');
    expect(await page.getByText('Sign in with a passkey').isVisible()).to.equal(false);
    await context.close();
  });

  it('says that no passkey was used when its owner turns away, and lets them try again', async () => {
    const context = await openWindow(browser, origin);
    const page = await context.newPage();
    const devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await page.goto('/login');
    const button = page.getByRole('button', { name: 'Sign in with a passkey' });
    await page.evaluate(
      `navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))`,
    );
    await button.click();
    await page.getByText('No passkey was used').waitFor();
    expect(await button.isEnabled()).to.equal(true);
    await context.close();
  });

  it('leads who has to set it up to that page alone, in both themes on both screens', async () => {
    const roles = (await table('roles').pluck('id')) as number[];
    await saveInstallationSettings({
      'security.second_factor_days': 0,
      'security.second_factor_roles': Object.fromEntries(roles.map((id) => [String(id), 1])),
    });
    for (const name of ['jonas', 'sofia'] as const) {
      for (const way of [{ width: widths.phone }, { dark: true }]) {
        const visitor = await app.signedIn(world.people[name].userId);
        const context = await openWindow(browser, origin, way, visitor);
        const page = await context.newPage();
        await page.goto('/');
        await page.waitForURL('**/profile/two-factor/app');
        await look(page);
        await page.getByRole('link', { name: 'Use a passkey instead' }).click();
        await page.waitForURL('**/profile/two-factor/passkeys');
        await look(page);
        await context.close();
      }
    }
  });
});
