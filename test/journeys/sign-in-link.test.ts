import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
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
import { type Mailbox, startMailbox } from '../support/mailbox.js';
import { makeWorld, type World } from '../support/world.js';

describe('Signing in by a link in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
    mailbox = await startMailbox();
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  /** An admin switches the setting on, by the page. */
  async function allow(coming: Coming): Promise<void> {
    const priya = await app.signedIn(world.people.priya.userId);
    const window = await openWindow(browser, app.origin, coming, priya);
    const page = await window.newPage();
    await page.goto('/settings/security');
    await look(page, coming);
    await page.getByLabel('Clients may sign in by a link sent to their e-mail').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    await window.close();
  }

  /** The tool that looks for barriers is a script itself. */
  async function look(page: Page, { script = true }: Coming): Promise<void> {
    if (script) await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }

  for (const [way, coming] of [
    ['at a desk', { width: widths.desk }],
    ['on a phone, in the dark', { width: widths.phone, dark: true }],
    ['without scripts', { width: widths.desk, script: false }],
  ] as const) {
    it(`is allowed by an admin, asked for by a client, and leads into the portal, ${way}`, async () => {
      await allow(coming);
      const window = await openWindow(browser, app.origin, coming);
      const page = await window.newPage();
      const problems = listenForProblems(page);
      await page.goto('/portal/projects');
      await page.locator('[name=email]').fill('sofia@example.com');
      await look(page, coming);
      await page.getByRole('button', { name: 'Send me a sign-in link' }).click();
      await page.getByRole('heading', { name: 'Get a link to sign in' }).waitFor();
      expect(await page.locator('[name=email]').inputValue()).to.equal('sofia@example.com');
      await look(page, coming);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByText('Look into your mailbox').waitFor();
      await look(page, coming);
      const link = await mailbox.linkTo('sofia@example.com');
      await page.goto(link);
      await page.getByText('You sign in as Sofia Lindqvist').waitFor();
      await look(page, coming);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL('**/portal/projects');
      await page.getByText('Website relaunch').first().waitFor();
      expect(problems).to.deep.equal([]);
      await page.goto(link);
      await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
      await look(page, coming);
      await window.close();
    });
  }
});
