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

describe('View as in a browser', function () {
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
  const press = async (page: Page, role: 'button' | 'link', name: string | RegExp) => {
    await tabTo(page, page.getByRole(role, { name, exact: true }).first());
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('Enter');
    await loaded;
  };
  const look = async (page: Page, { script }: Coming) => {
    await expectNoSidewaysScroll(page);
    if (script !== false) await expectAccessible(page);
  };
  /** The banner is on the screen, above everything else, however far the page is scrolled. */
  const expectBanner = async (page: Page, words: string) => {
    expect(await page.title()).to.include(words);
    const banner = page.getByRole('complementary', { name: 'View as' });
    await page.mouse.wheel(0, 3000);
    expect(await banner.innerText()).to.include(words);
    const box = await banner.boundingBox();
    expect(box?.y).to.equal(0);
    expect(box?.width).to.equal(page.viewportSize()?.width);
  };

  for (const [way, coming] of Object.entries(ways)) {
    it(`an Admin sees the portal as a contact, compares, and comes back: ${way}`, async () => {
      const admin = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, admin);
      const page = await context.newPage();
      await page.goto(`/clients/${world.people.sofia.userId}`);
      await press(page, 'button', 'View as');
      await expectBanner(page, 'Viewing as Sofia Lindqvist (Client)');
      await look(page, coming);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByText('Viewing as Sofia Lindqvist').first().isVisible()).to.equal(true);
      expect(await page.getByRole('button', { name: 'End View as' }).count()).to.equal(0);
      await page.emulateMedia({ media: 'screen' });
      await press(page, 'link', 'Redraw the harbour logo');
      await expectBanner(page, 'Viewing as Sofia Lindqvist (Client)');
      await press(page, 'link', 'What other contacts see differently');
      expect(await page.getByRole('heading', { level: 1 }).innerText()).to.equal(
        'What another contact sees differently',
      );
      await look(page, coming);
      await press(page, 'link', 'Back to what Sofia Lindqvist sees');
      await press(page, 'button', 'End View as');
      expect(new URL(page.url()).pathname).to.equal(`/clients/${world.people.sofia.userId}`);
      expect(await page.getByRole('complementary', { name: 'View as' }).count()).to.equal(0);
      await context.close();
    });

    it(`a role is previewed with one’s own projects: ${way}`, async () => {
      const admin = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, admin);
      const page = await context.newPage();
      await page.goto('/roles');
      await press(page, 'link', 'Staff');
      await press(page, 'link', 'Preview as this role');
      await look(page, coming);
      await press(page, 'button', 'Start the preview');
      await expectBanner(page, 'Previewing the role Staff with your own projects');
      await look(page, coming);
      await press(page, 'button', 'End the preview');
      expect(new URL(page.url()).pathname).to.match(/^\/roles\/\d+$/);
      await context.close();
    });
  }

  it('a card that is dragged meanwhile goes back, and the page says why', async () => {
    const admin = await app.signedIn(world.people.priya.userId);
    await admin.post(`/users/${world.people.jonas.userId}/viewing`);
    const context = await openWindow(browser, app.origin, {}, admin);
    const page = await context.newPage();
    const problems = listenForProblems(page);
    await page.goto(`/projects/${world.projects.website}/board`);
    await page.getByRole('link', { name: 'Redraw the harbour logo' }).focus();
    const refused = page.waitForResponse((response) => response.status() === 403);
    await page.keyboard.press('Alt+ArrowRight');
    await refused;
    await page.getByText('Nothing was changed', { exact: false }).first().waitFor();
    expect(problems.filter((text) => !text.includes('403'))).to.deep.equal([]);
    await context.close();
  });
});
