import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { changeRoles } from '../../server/features/memberships/index.js';
import { builtInRole } from '../../server/features/roles/index.js';
import { actorOf } from '../features/memberships/rights.js';
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

describe('The audit trail in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let app: TestApp;
  let world: World;

  before(async () => {
    browser = await openBrowser();
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
    const priya = await actorOf(world.workspaceId, world.people.priya);
    const { id } = await builtInRole(world.workspaceId, 'admin');
    await changeRoles(priya, world.people.elin.membershipId, [id]);
  });
  after(async () => {
    await browser.close();
    await app.close();
  });

  /** Presses the button of the export and reads what comes. */
  async function exported(page: Page): Promise<string> {
    await tabTo(page, page.getByRole('button', { name: 'Download as CSV' }));
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    return readFileSync(await (await coming).path(), 'utf8');
  }

  for (const [way, coming] of Object.entries(ways)) {
    it(`S082 is narrowed, read and taken away, as often as one likes: ${way}`, async () => {
      const admin = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, admin);
      const page = await context.newPage();
      await page.goto('/audit');
      await tabTo(page, page.getByRole('searchbox', { name: 'Search the trail' }));
      await page.keyboard.type('elin');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/audit?q=elin*');
      await page.getByText('Priya Raman changed the role of Elin Sandberg').waitFor();
      await expectNoSidewaysScroll(page);
      if (coming.script !== false) await expectAccessible(page);
      expect(await exported(page)).to.include('Elin Sandberg,Roles: Staff,Roles: Admin');
      expect(await exported(page)).to.include('Elin Sandberg,Roles: Staff,Roles: Admin');
      await context.close();
    });
  }
});
