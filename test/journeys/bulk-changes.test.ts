import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { table } from '../../server/core/database/index.js';
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
  'at a desk': { width: widths.desk },
  'on a narrow screen in the dark': { width: widths.phone, dark: true },
  'on a narrow screen without JavaScript': { width: widths.phone, script: false },
};

describe('A change to many users in a browser', function () {
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

  for (const [way, coming] of Object.entries(ways)) {
    it(`is made by keyboard, from the ticks in the list to the undo: ${way}`, async () => {
      const admin = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, admin);
      const page = await context.newPage();
      const press = async (name: string | RegExp) => {
        await tabTo(page, page.getByRole('button', { name }).first());
        const loaded = page.waitForEvent('load');
        await page.keyboard.press('Enter');
        await loaded;
      };
      const look = async () => {
        await expectNoSidewaysScroll(page);
        if (coming.script !== false) await expectAccessible(page);
      };
      const tick = async (name: string) => {
        await tabTo(page, page.getByLabel(name));
        await page.keyboard.press('Space');
      };
      const active = async () => {
        const { userId } = world.people.jonas;
        const row = (await table('users').where({ id: userId }).first('status')) as {
          status: string;
        };
        return row.status;
      };
      await page.goto('/users');
      expect(await page.getByRole('button', { name: 'Change roles' }).isVisible()).to.equal(false);
      await tick('Choose Jonas Okafor');
      await tick('Choose Elin Sandberg');
      await look();
      await press('Change roles');
      await look();
      await tabTo(page, page.getByLabel('Role', { exact: true }));
      await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Admin' });
      await press('See what changes');
      await look();
      expect(await page.textContent('main')).to.include('Change the roles of 2 people?');
      await press('Change 2 people');
      // A script says the word again a moment later, so that it is read aloud.
      await page.getByText('2 people have other roles now.').waitFor();
      expect(await page.textContent('body')).to.include('2 people have other roles now.');
      await page.goto('/users');
      await tick('Choose Jonas Okafor');
      await press('Deactivate');
      await look();
      await press('Deactivate 1 person');
      expect(await active()).to.equal('inactive');
      await press('Undo');
      expect(await active()).to.equal('active');
      await context.close();
    });
  }

  it('ticks everybody on the page by the box in the head of the table', async () => {
    const admin = await app.signedIn(world.people.priya.userId);
    const context = await openWindow(browser, app.origin, { width: widths.desk }, admin);
    const page = await context.newPage();
    await page.goto('/users');
    const all = page.getByLabel('Choose everybody on this page');
    await all.check();
    const rows = page.locator('tbody input[type="checkbox"]');
    expect(await rows.count()).to.equal(3);
    for (const row of await rows.all()) expect(await row.isChecked()).to.equal(true);
    await rows.first().uncheck();
    expect(await all.isChecked()).to.equal(false);
    await context.close();
  });
});
