import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { beginLeavingDay, holders, type LeavingDay, statusOf } from '../features/people/leaving.js';
import {
  type Coming,
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  openWindow,
  widths,
} from '../support/browser.js';
import { keyboard, mouse } from '../support/drivers.js';

const ways: Record<string, Coming & { byKeyboard: boolean }> = {
  'with the mouse, at a desk': { width: widths.desk, byKeyboard: false },
  'by keyboard, on a narrow screen in the dark, without JavaScript': {
    width: widths.phone,
    dark: true,
    script: false,
    byKeyboard: true,
  },
};

describe('Leaving day, in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let day: LeavingDay;

  before(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    day = await beginLeavingDay();
  });
  afterEach(() => day.close());
  after(() => browser.close());

  for (const [way, { byKeyboard, ...coming }] of Object.entries(ways)) {
    it(`tasks are handed over while somebody is deactivated, and all of it is undone: ${way}`, async () => {
      const { world, mira, path, poster } = day;
      const { logo, budget } = world.tasks;
      const context = await openWindow(browser, day.app.origin, coming, day.priya);
      const page = await context.newPage();
      const driver = byKeyboard ? keyboard(page) : mouse;
      const look = async () => {
        await expectNoSidewaysScroll(page);
        if (coming.script !== false) await expectAccessible(page);
      };
      await page.goto(path);
      await driver.press(page.getByRole('link', { name: 'Deactivate' }));
      await page.getByRole('heading', { name: 'Deactivate Jonas Okafor?' }).waitFor();
      await look();
      await driver.select(
        page.getByLabel('What becomes of them'),
        `${mira.name} (1 of 2 projects)`,
      );
      await driver.select(
        page.getByLabel('Open tasks of Autumn campaign'),
        'Give to nobody for now',
      );
      await driver.press(page.getByRole('button', { name: 'Deactivate' }));
      await page.getByText('Handed over: 2. Given to nobody: 1.').waitFor();
      await look();
      expect(await holders(logo, budget, poster)).to.deep.equal([[mira.name], [mira.name], []]);
      await driver.press(page.getByRole('button', { name: 'Undo' }));
      await page.getByText('Given back: 3.').waitFor();
      expect(await statusOf(world.people.jonas.userId)).to.equal('active');
      expect((await holders(logo, budget, poster)).flat()).to.deep.equal(
        Array(3).fill('Jonas Okafor'),
      );
      await context.close();
    });
  }
});
