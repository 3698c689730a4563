import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  type Coming,
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  openWindow,
  widths,
} from '../support/browser.js';
import { tabTo } from '../support/drivers.js';
import { makeWorld, type World } from '../support/world.js';

const ways: Record<string, Coming> = {
  'by keyboard, at a desk': { width: widths.desk },
  'by keyboard, on a narrow screen in the dark, without JavaScript': {
    width: widths.phone,
    dark: true,
    script: false,
  },
};

describe('Roles and access in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let app: TestApp;
  let world: World;

  before(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
  });
  afterEach(() => app.close());
  after(() => browser.close());

  /** Presses what leads to another page. */
  const press = async (page: Page, role: 'button' | 'link', name: string) => {
    await tabTo(page, page.getByRole(role, { name, exact: true }).first());
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('Enter');
    await loaded;
  };
  const look = async (page: Page, { script }: Coming) => {
    await expectNoSidewaysScroll(page);
    if (script !== false) await expectAccessible(page);
  };

  for (const [way, coming] of Object.entries(ways)) {
    it(`S050 a role is made from a ready-made one and changed after a look at who loses what: ${way}`, async () => {
      const admin = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, admin);
      const page = await context.newPage();
      await page.goto('/roles');
      await press(page, 'link', 'Add role');
      await press(page, 'link', 'Project manager');
      await press(page, 'button', 'Save role');
      await page.getByRole('heading', { name: 'Project manager', level: 1 }).waitFor();
      await page.goto('/roles');
      await press(page, 'link', 'Staff');
      await press(page, 'link', 'Edit');
      await look(page, coming);
      await tabTo(page, page.getByLabel('Move tasks and complete them'));
      await page.keyboard.type('No');
      await press(page, 'button', 'See what changes');
      await page.getByText('Elin Sandberg, Jonas Okafor').waitFor();
      await look(page, coming);
      await press(page, 'button', 'Save role');
      await page.getByText('In their projects in the role it was made from').waitFor();
      await context.close();
    });

    it(`S170 an admin finds out why somebody sees nothing, and mends it: ${way}`, async () => {
      const admin = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, admin);
      const page = await context.newPage();
      await page.goto(`/users/${world.people.elin.userId}`);
      await press(page, 'link', 'Explain access');
      await tabTo(page, page.getByLabel(/Address of what you ask about/));
      await page.keyboard.type(`${app.origin}/tasks/${world.tasks.logo}`);
      await page.keyboard.press('Enter');
      await page.getByText('Elin Sandberg is not on this project').first().waitFor();
      await look(page, coming);
      await press(page, 'link', 'Choose who is on the project');
      expect(new URL(page.url()).pathname).to.equal(`/projects/${world.projects.website}/people`);
      await context.close();
    });
  }

  it('finds a permission among all of them as one types, and says when there is none', async () => {
    const admin = await app.signedIn(world.people.priya.userId);
    const context = await openWindow(browser, app.origin, {}, admin);
    const page = await context.newPage();
    await page.goto('/roles/new?from=empty-team');
    const search = page.getByRole('searchbox', { name: 'Find a permission' });
    await search.fill('invoices send');
    expect(await page.locator('[data-grant]:visible').allInnerTexts()).to.have.length(1);
    await search.fill('unicorns');
    await page.getByText('No permission has these words.').waitFor();
    await search.press('Enter');
    expect(page.url(), 'the form is not sent').to.include('/roles/new');
    await context.close();
  });
});
