import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { givePasswords, trySignIn } from '../features/accounts/signing-in.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  type Coming,
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  openWindow,
  widths,
} from '../support/browser.js';
import { makeWorld, type World, worldPassword } from '../support/world.js';

describe('The sign-in history in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let app: TestApp;
  let world: World;
  let windows: BrowserContext[];

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    windows = [];
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
    await givePasswords();
  });
  afterEach(async () => {
    for (const context of windows) await context.close();
    await app.close();
  });

  async function signIn(email: string, coming: Coming): Promise<Page> {
    const context = await openWindow(browser, app.origin, coming);
    windows.push(context);
    const page = await context.newPage();
    await page.goto('/login');
    await page.locator('[name=email]').fill(email);
    await page.locator('[name=password]').fill(worldPassword);
    await page.locator('form button.main').first().click();
    await page.waitForURL((url) => url.pathname === '/');
    return page;
  }

  async function walk(coming: Coming): Promise<void> {
    await trySignIn(app.visitor(), 'jonas@example.com', 'not the password');
    const jonas = await signIn('jonas@example.com', { width: widths.phone });
    const priya = await signIn('priya@example.com', coming);
    await priya.goto(`/users/${world.people.jonas.userId}`);
    await priya.getByRole('link', { name: 'See all' }).click();
    const rows = priya.getByRole('row');
    expect(await rows.count()).to.equal(3);
    expect(await rows.nth(1).innerText())
      .to.include('Signed in now')
      .and.include('By password');
    await expectNoSidewaysScroll(priya);
    if (coming.script !== false) await expectAccessible(priya);
    await priya.getByRole('link', { name: 'Refused' }).click();
    expect(await priya.getByRole('row').count()).to.equal(2);
    await priya.getByRole('link', { name: 'All', exact: true }).click();

    await priya.locator('summary', { hasText: 'Sign out everywhere' }).click();
    await priya.getByRole('button', { name: 'Sign out everywhere' }).last().click();
    await priya.getByText('is signed in nowhere now').waitFor();
    expect(await rows.nth(1).innerText()).to.include('Signed out by an admin');

    await jonas.goto('/projects');
    expect(new URL(jonas.url()).pathname).to.equal('/login');
  }

  it('tells an admin where somebody is signed in, and signs them out, on a desk', () =>
    walk({ width: widths.desk, dark: true }));

  it('does the same on a phone without scripts', () =>
    walk({ width: widths.phone, script: false }));
});
