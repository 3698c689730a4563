import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
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
  'by keyboard, at a desk': { width: widths.desk },
  'by keyboard, on a narrow screen in the dark, without JavaScript': {
    width: widths.phone,
    dark: true,
    script: false,
  },
};

/** In the browser's own words, since this side knows no documents. */
const borderColour = "getComputedStyle(document.querySelector('.composer')).borderTopColor";

describe('Who can see it, in a browser', function () {
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
    await table('tasks').where({ id: world.tasks.logo }).update({ visibility: 'internal' });
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
    it(`a task is shown without one of its comments, and the next one says who reads it: ${way}`, async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      const context = await openWindow(browser, app.origin, coming, jonas);
      const page = await context.newPage();
      await page.goto(`/tasks/${world.tasks.logo}`);
      await press(page, 'link', 'Everybody who sees it, and why');
      await page.getByText('Seen by 2 people of the team and no client.').waitFor();
      await look(page, coming);

      await page.goto(`/tasks/${world.tasks.logo}`);
      await press(page, 'button', 'Client can see this');
      await page.getByText('Sofia Lindqvist, Tom Becker').waitFor();
      await look(page, coming);
      await tabTo(page, page.getByLabel('Keep internal: Priya Raman: Here is the first draft.'));
      await page.keyboard.press('Space');
      await press(page, 'button', 'Show to client');
      await page.getByText('The client can now see').first().waitFor();

      const composer = page.locator('form.composer');
      const team = composer.getByText('Only your team can read this.');
      const clients = composer.getByText('Sofia Lindqvist, Tom Becker can read this');
      expect([await team.isVisible(), await clients.isVisible()]).to.deep.equal([true, false]);
      await tabTo(page, composer.getByLabel('Internal'));
      await page.keyboard.press('ArrowRight');
      await clients.waitFor();
      expect(await team.isVisible()).to.equal(false);
      await look(page, coming);

      const sofia = await app.signedIn(world.people.sofia.userId);
      const { text } = await sofia.get(`/portal/tasks/${world.tasks.logo}`);
      expect(text).to.include('logo-draft.txt').and.not.include('Here is the first draft.');
      await context.close();
    });

    it(`a new task says at its words who would read them: ${way}`, async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      const context = await openWindow(browser, app.origin, coming, jonas);
      const page = await context.newPage();
      await page.goto(`/tasks/new?project_id=${world.projects.website}`);
      const box = page.locator('.composer');
      const border = () => page.evaluate(borderColour);
      const before = await border();
      await box.getByText('Only your team can read this.').waitFor();
      await tabTo(page, page.getByLabel('Internal', { exact: true }));
      await page.keyboard.press('ArrowRight');
      await box.getByText('Sofia Lindqvist, Tom Becker can read this').waitFor();
      expect([before, await border()].every((colour) => /^(rgb|ok)/.test(String(colour)))).to.equal(
        true,
      );
      expect(await border()).not.to.equal(before);
      await look(page, coming);
      await context.close();
    });

    it(`a contact comes onto a project after it was said what they will see there: ${way}`, async () => {
      const priya = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, priya);
      const page = await context.newPage();
      await page.goto(`/projects/${world.projects.website}/people`);
      await tabTo(page, page.getByRole('checkbox', { name: 'Nora Quist' }));
      await page.keyboard.press('Space');
      await press(page, 'button', 'Save people');
      expect(await page.locator('h1').innerText()).to.include('to 1 more contact?');
      await look(page, coming);
      await press(page, 'button', 'Go back and change something');
      expect(await page.getByRole('checkbox', { name: 'Nora Quist' }).isChecked()).to.equal(true);
      await press(page, 'button', 'Save people');
      await press(page, 'button', 'Put them on the project');
      await page.getByText('Nora Quist').first().waitFor();
      expect(new URL(page.url()).pathname).to.equal(`/projects/${world.projects.website}`);
      await context.close();
    });
  }
});
