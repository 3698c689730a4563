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
import { join, makeSecondWorkspace, type SecondWorkspace } from '../support/second-workspace.js';
import { makeWorld, type World } from '../support/world.js';

const ways: Record<string, Coming> = {
  'by keyboard, at a desk': { width: widths.desk },
  'by keyboard, on a narrow screen in the dark, without JavaScript': {
    width: widths.phone,
    dark: true,
    script: false,
  },
};

describe('Workspaces in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let app: TestApp;
  let world: World;
  let second: SecondWorkspace;

  before(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
    second = await makeSecondWorkspace(world);
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
  const switchTo = async (page: Page, from: string, to: string) => {
    const name = `You are in ${from}. Switch to another workspace`;
    await tabTo(page, page.getByRole('button', { name }));
    await page.keyboard.press('Enter');
    await press(page, 'button', to);
  };

  for (const [way, coming] of Object.entries(ways)) {
    it(`a colleague switches in the header and is a client there: ${way}`, async () => {
      const jonas = await app.signedIn(world.people.jonas.userId);
      const context = await openWindow(browser, app.origin, coming, jonas);
      const page = await context.newPage();
      await page.goto('/projects');
      await look(page, coming);
      await switchTo(page, 'Marlow & Finch', 'Elsewhere Media');
      expect(await page.locator('body').getAttribute('data-surface')).to.equal('portal');
      expect(await page.locator('main').innerText()).to.include('Elsewhere Project');
      await look(page, coming);
      await page.goto(`/tasks/${world.tasks.logo}`);
      expect(await page.locator('h1').innerText()).to.equal('This is in Marlow & Finch');
      await look(page, coming);
      await press(page, 'button', 'Switch to Marlow & Finch');
      expect(new URL(page.url()).pathname).to.equal(`/tasks/${world.tasks.logo}`);
      await context.close();
    });

    it(`a form that was opened before a switch in another tab is sent where it belongs: ${way}`, async () => {
      await join(second.workspaceId, world.people.priya, 'admin');
      const priya = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, priya);
      const page = await context.newPage();
      await page.goto('/teams/new');
      await page.getByLabel('Name').fill('Night shift');
      const tab = await context.newPage();
      await tab.goto('/projects');
      await switchTo(tab, 'Marlow & Finch', 'Elsewhere Media');
      await press(page, 'button', 'Create team');
      expect(await page.locator('h1').innerText()).to.equal('This form belongs to Marlow & Finch');
      expect(await table('teams').where({ name: 'Night shift' })).to.eql([]);
      await look(page, coming);
      await press(page, 'button', 'Switch to Marlow & Finch and send it');
      expect(await page.locator('h1').innerText()).to.equal('Night shift');
      const [made] = await table('teams').where({ name: 'Night shift' });
      expect(made?.workspace_id).to.equal(world.workspaceId);
      await context.close();
    });

    it(`a contact gets a portal in two places, and the list shows who is in both: ${way}`, async () => {
      await join(second.workspaceId, world.people.priya, 'admin');
      const priya = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, priya);
      const page = await context.newPage();
      await page.goto('/clients');
      await look(page, coming);
      await press(page, 'link', 'Add client');
      await page.getByLabel('Full name').fill('Karin Holm');
      await page.getByLabel('Email', { exact: true }).fill('karin@browser.example');
      await page.getByLabel('Role in Elsewhere Media').selectOption('Client');
      await look(page, coming);
      await press(page, 'button', 'Review');
      expect(await page.locator('main').innerText()).to.match(/In Elsewhere Media\s+Client/);
      await look(page, coming);
      await press(page, 'button', 'Create the invitation link');
      const karin = (await table('users')
        .where({ email: 'karin@browser.example' })
        .first('id')) as {
        id: number;
      };
      const places = await table('memberships').where({ user_id: karin.id }).orderBy('id');
      expect(places.map(({ workspace_id, audience }) => [workspace_id, audience])).to.eql([
        [world.workspaceId, 'client'],
        [second.workspaceId, 'client'],
      ]);
      await page.goto('/users');
      await page.getByLabel('Other workspaces').selectOption('Also in Elsewhere Media');
      await press(page, 'button', 'Search');
      expect(await page.locator('tbody .cover').allInnerTexts()).to.eql([
        'Ines Duarte',
        'Jonas Okafor',
        'Priya Raman',
      ]);
      await look(page, coming);
      await context.close();
    });

    it(`a workspace is made, given somebody, and archived: ${way}`, async () => {
      const priya = await app.signedIn(world.people.priya.userId);
      const context = await openWindow(browser, app.origin, coming, priya);
      const page = await context.newPage();
      await page.goto('/workspaces');
      await look(page, coming);
      await press(page, 'link', 'New workspace');
      await look(page, coming);
      await page.getByLabel('Name', { exact: true }).fill('Harbour Lab');
      await press(page, 'button', 'Create workspace');
      expect(await page.locator('h1').innerText()).to.equal('Harbour Lab');
      await look(page, coming);
      await press(page, 'link', 'Add somebody');
      await look(page, coming);
      await page.getByRole('radio', { name: /Elin Sandberg/ }).check();
      await press(page, 'button', 'Add to the workspace');
      expect(await page.locator('main').innerText()).to.include('Elin Sandberg');
      await press(page, 'link', 'Move Elin Sandberg');
      await look(page, coming);
      await press(page, 'link', 'Elsewhere Media');
      await look(page, coming);
      await press(page, 'button', 'Move to Elsewhere Media');
      expect(await page.locator('h1').innerText()).to.equal('Elsewhere Media');
      await press(page, 'link', 'Edit');
      await look(page, coming);
      const asking = page.locator('summary', { hasText: 'Archive workspace' });
      await tabTo(page, asking);
      await page.keyboard.press('Enter');
      await press(page, 'button', 'Archive workspace');
      expect(await page.locator('main').innerText()).to.include('Archived on');
      await context.close();
    });
  }
});
