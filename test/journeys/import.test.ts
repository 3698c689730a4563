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

const list = `Name;Email;Role;Team
Ada Quill;ada@browser.example;Staff;
Grace Hopper;grace@browser.example;Staff;
Nobody;not an address;Wizard;Nowhere`;

describe('The import of users in a browser', function () {
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
    it(`is done by keyboard, from the list to the people in the team: ${way}`, async () => {
      const admin = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, admin);
      const page = await context.newPage();
      const press = async (role: 'button' | 'link', name: string) => {
        await tabTo(page, page.getByRole(role, { name, exact: true }).first());
        const loaded = page.waitForEvent('load');
        await page.keyboard.press('Enter');
        await loaded;
      };
      const look = async () => {
        await expectNoSidewaysScroll(page);
        if (coming.script !== false) await expectAccessible(page);
      };
      await page.goto('/users');
      await look();
      await press('link', 'Import');
      await look();
      const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
      await page.getByLabel('File', { exact: true }).setInputFiles(file);
      await press('button', 'Look it over');
      await look();
      expect(await page.textContent('main')).to.include('There is no role “Wizard”');
      await tabTo(page, page.getByLabel('Leave out the row that will not do'));
      await page.keyboard.press('Space');
      await press('button', 'Add and invite 2 people');
      await look();
      expect(await page.textContent('main')).to.include('2 people were added');
      const added = await table('users').where('email', 'like', '%@browser.example');
      expect(added).to.have.length(2);
      await context.close();
    });
  }
});
