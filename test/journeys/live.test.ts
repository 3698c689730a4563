import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  openWindow,
  widths,
} from '../support/browser.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

describe('A page that is open in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let context: BrowserContext;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(async () => {
    await context.close();
    await app.close();
  });

  const status = (page: Page) => page.locator('[data-toasts]');
  const open = async (name: 'jonas' | 'sofia', path: string, width: number) => {
    const visitor = await app.signedIn(world.people[name].userId);
    context = await openWindow(browser, app.origin, { width }, visitor);
    const page = await context.newPage();
    const listening = page.waitForRequest((request) => request.url().endsWith('/events'));
    await page.goto(path);
    await listening;
    return page;
  };

  it('says that what its reader can do has changed, and shows it when asked', async () => {
    const page = await open('jonas', '/projects', widths.desk);
    await page.waitForFunction("performance.getEntriesByType('navigation')[0].loadEventEnd > 0");
    expect(await page.getByRole('link', { name: 'People', exact: true }).count()).to.equal(0);
    const path = `/users/${world.people.jonas.userId}/roles`;
    const form = await priya.get(path);
    const admin = /value="(\d+)"[^>]*>\s*Admin/.exec(form.text)?.[1] ?? '1';
    await priya.post(path, { _method: 'PATCH', role_id: admin, step: 'save' });
    await status(page).getByText('What you can see or do here has changed.').waitFor();
    await expectAccessible(page);
    await status(page).getByRole('link', { name: 'Load the page anew' }).click();
    await page.getByRole('link', { name: 'People', exact: true }).first().waitFor();
  });

  it('says that its reader is signed out, and keeps what they typed', async () => {
    const page = await open('sofia', `/portal/tasks/${world.tasks.logo}`, widths.phone);
    const words = page.locator('textarea').first();
    await words.fill('What I was about to say');
    await priya.post(`/clients/${world.people.sofia.userId}/sessions`, { _method: 'DELETE' });
    await status(page).getByText('You are signed out.').waitFor();
    expect(await words.inputValue()).to.equal('What I was about to say');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    const link = status(page).getByRole('link', { name: 'Sign in' });
    expect(await link.getAttribute('href')).to.include('/login?next=%2Fportal%2Ftasks');
  });
});
