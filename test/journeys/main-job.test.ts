import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { table } from '../../server/core/database/index.js';
import { hashPassword } from '../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Coming, openBrowser, openWindow, widths } from '../support/browser.js';
import { type Driver, hasFocus, keyboard, mouse, tabTo } from '../support/drivers.js';
import { type Mailbox, startMailbox } from '../support/mailbox.js';
import { makeWorld, type World, worldPassword } from '../support/world.js';

interface Way extends Coming {
  driver: (page: Page) => Driver;
  /** Moves the card to the next column. */
  moveCard: (page: Page, driver: Driver, title: string) => Promise<void>;
}

const cardOf = (page: Page, title: string) => page.locator('.task', { hasText: title });
const main = (page: Page) => page.locator('form button.main').first();

describe('The main job: from a new project to a client who sees their part of it', function () {
  this.timeout(120_000);
  let browser: Browser;
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
    await table('users').update({ password_hash: await hashPassword(worldPassword) });
    mailbox = await startMailbox();
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  async function signIn(page: Page, driver: Driver): Promise<void> {
    await page.goto('/login');
    await driver.type(page.locator('[name=email]'), world.people.priya.email);
    await driver.type(page.locator('[name=password]'), worldPassword);
    await driver.press(main(page));
    await page.waitForURL(`${app.origin}/`);
  }

  async function makeProject(page: Page, driver: Driver): Promise<string> {
    await page.goto('/projects');
    await driver.press(page.locator('a[href="/projects/new"]').first());
    await page.waitForURL('**/projects/new');
    await driver.type(page.locator('[name=name]'), 'Label design');
    await driver.select(page.locator('[name=company_id]'), 'Harbour Coffee Roasters');
    await driver.press(page.locator('.savebar button.main, form button.main').first());
    await page.waitForURL(/\/projects\/\d+/);
    return new URL(page.url()).pathname.match(/\/projects\/\d+/)?.[0] ?? '';
  }

  async function addTask(page: Page, driver: Driver, title: string): Promise<void> {
    const column = page.locator('.col').first();
    await driver.type(column.locator('.quick-add [name=title]'), title);
    await driver.press(column.locator('.quick-add button'));
    await cardOf(page, title).waitFor();
  }

  /** Shows a task to the client, by the eye on its card. */
  async function share(page: Page, driver: Driver, title: string): Promise<void> {
    await driver.press(cardOf(page, title).locator('.eye'));
    await page.locator(`.task:has-text("${title}") .eye[aria-pressed=true]`).waitFor();
  }

  async function inviteClient(page: Page, driver: Driver, project: string): Promise<void> {
    await page.goto('/clients');
    await driver.press(page.locator('a[href^="/clients/new"]').first());
    await page.waitForURL('**/clients/new*');
    await driver.type(page.locator('[name=name]'), 'Ines Duarte');
    await driver.type(page.locator('[name=email]'), 'ines@harbourcoffee.example');
    await driver.select(page.locator('select[name=company_id]'), 'Harbour Coffee Roasters');
    await driver.tick(page.locator(`[name=project_ids][value="${project.split('/').at(-1)}"]`));
    await driver.press(page.locator('.savebar button[value=review]'));
    await page.getByText('Label design').first().waitFor();
    await driver.press(page.locator('button[value=save]'));
    await page.waitForURL(/\/clients\/\d+/);
  }

  async function acceptInvitation(page: Page, driver: Driver): Promise<void> {
    await page.goto(await mailbox.linkTo('ines@harbourcoffee.example'));
    await driver.type(page.locator('[name=password]').first(), 'teaspoon orbit velvet 9');
    await driver.press(main(page));
    await page.getByRole('heading', { level: 1, name: 'Label design' }).waitFor();
  }

  async function playTheStory(way: Way): Promise<void> {
    const office = await openWindow(browser, app.origin, way);
    const page = await office.newPage();
    const driver = way.driver(page);
    await signIn(page, driver);
    const project = await makeProject(page, driver);
    await page.goto(`${project}/board`);
    await addTask(page, driver, 'Draw the front label');
    await addTask(page, driver, 'Ask the printer for a discount');
    await share(page, driver, 'Draw the front label');
    await way.moveCard(page, driver, 'Draw the front label');
    await inviteClient(page, driver, project);

    const home = await openWindow(browser, app.origin, way);
    const portal = await home.newPage();
    const client = way.driver(portal);
    await acceptInvitation(portal, client);
    const seen = await portal.locator('main').innerText();
    expect(seen).to.include('Draw the front label').and.include('In progress');
    expect(seen).not.to.include('Ask the printer');
    await client.press(portal.getByRole('link', { name: 'Draw the front label' }).first());
    await portal.waitForURL(/\/portal\/tasks\/\d+/);
    await client.type(portal.locator('[name=body]'), 'The blue one, please.');
    await client.press(portal.locator('.composer button.main'));
    await portal.getByText('The blue one, please.').waitFor();
    expect((await portal.request.get('/projects')).status()).to.equal(404);

    const taskPath = new URL(portal.url()).pathname.replace('/portal', '');
    await page.goto(taskPath);
    await page.getByText('The blue one, please.').waitFor();
    await office.close();
    await home.close();
  }

  async function columnOf(title: string): Promise<string> {
    const row = (await table('tasks')
      .join('columns', 'columns.id', 'tasks.column_id')
      .where('tasks.title', title)
      .first('columns.name')) as { name: string };
    return row.name;
  }

  it('S103 S104: with the mouse, cards moved by dragging', () =>
    playTheStory({
      driver: () => mouse,
      moveCard: async (page, _driver, title) => {
        const moved = page.waitForResponse((response) => response.url().endsWith('/move'));
        await cardOf(page, title).dragTo(page.locator('.col').nth(1).locator('.tasks'));
        await moved;
        expect(await columnOf(title)).to.equal('In progress');
        await page.reload();
        await page.locator('.col').nth(1).locator('.task', { hasText: title }).waitFor();
      },
    }));

  it('with the keyboard alone, cards moved by Alt and the arrows', () =>
    playTheStory({
      driver: keyboard,
      moveCard: async (page, _driver, title) => {
        const link = cardOf(page, title).locator('h3 a');
        await tabTo(page, link);
        const moved = page.waitForResponse((response) => response.url().endsWith('/move'));
        await page.keyboard.press('Alt+ArrowRight');
        await moved;
        expect(await columnOf(title)).to.equal('In progress');
        expect(await page.locator('[role=status]').first().innerText()).to.match(/In progress/);
        expect(await hasFocus(link), 'the focus stays on the card').to.equal(true);
      },
    }));

  for (const [screen, width] of Object.entries(widths)) {
    it(`without scripts, cards moved by a form (${screen})`, () =>
      playTheStory({
        script: false,
        width,
        driver: () => mouse,
        moveCard: async (page, driver, title) => {
          await driver.press(cardOf(page, title).locator('.more'));
          await page.waitForURL(/\/tasks\/\d+\/move/);
          await driver.select(page.locator('[name=column_id]'), 'In progress');
          await driver.press(page.locator('.savebar button.main'));
          await page.waitForURL(/\/board/);
          expect(await columnOf(title)).to.equal('In progress');
        },
      }));
  }

  it('asks for an initial password only where one is chosen, with and without scripts', async () => {
    for (const script of [true, false]) {
      const visitor = await app.signedIn(world.people.priya.userId);
      const office = await openWindow(browser, app.origin, { script }, visitor);
      const page = await office.newPage();
      await page.goto('/users/new');
      const password = page.locator('[name=password]');
      expect(await password.isVisible()).to.equal(false);
      await page.locator('[name=access][value=password]').check();
      expect(await password.isVisible()).to.equal(true);
      await office.close();
    }
  });

  it('puts a card back and says why when the server refuses the move', async () => {
    const office = await openWindow(
      browser,
      app.origin,
      {},
      await app.signedIn(world.people.priya.userId),
    );
    const page = await office.newPage();
    await page.goto(`/projects/${world.projects.website}/board`);
    await table('tasks').where({ id: world.tasks.logo }).update({ deleted_at: Date.now() });
    await cardOf(page, 'Redraw the harbour logo').dragTo(
      page.locator('.col').nth(2).locator('.tasks'),
    );
    await page.locator('.toast', { hasText: /\w/ }).last().waitFor();
    await page
      .locator('.col')
      .nth(1)
      .locator('.task', { hasText: 'Redraw the harbour logo' })
      .waitFor();
    await office.close();
  });
});
