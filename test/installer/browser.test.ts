import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import {
  type Coming,
  expectAccessible,
  expectNoSidewaysScroll,
  listenForProblems,
  openBrowser,
  openWindow,
  widths,
} from '../support/browser.js';
import { makeEmptyDatabase, testEngine } from '../support/database.js';
import { type Program, startProgram } from '../support/program.js';

const owner = {
  name: 'Priya Raman',
  email: 'priya@marlowandfinch.example',
  password: 'harbour lantern copper 7',
};

describe(`Installing in a browser (${testEngine})`, function () {
  this.timeout(120_000);
  let browser: Browser;
  let folder: string;
  let program: Program;
  let database: Awaited<ReturnType<typeof makeEmptyDatabase>> | undefined;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'task-session-install-'));
    database = testEngine === 'sqlite' ? undefined : await makeEmptyDatabase(testEngine);
    program = await startProgram({
      DATA_DIRECTORY: path.join(folder, 'data'),
      UPLOADS_DIRECTORY: path.join(folder, 'uploads'),
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
    });
  });
  afterEach(async () => {
    await program.kill('SIGTERM');
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const setupCode = () => readFileSync(path.join(folder, 'data/setup-code'), 'utf8').trim();

  /** Each page on the way must be accessible and fit, whoever comes with whatever screen. */
  async function look(page: Page, heading: RegExp, script: boolean): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    if (!script) return;
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }

  const submit = (page: Page) => page.locator('form button.main').first().click();

  /** A wrong answer: the step comes again and says what is wrong, what was typed is kept. */
  async function expectRefused(page: Page, kept?: [field: string, value: string]): Promise<void> {
    await page.locator('[role=alert], .alert.bad').first().waitFor();
    if (kept) expect(await page.locator(`[name=${kept[0]}]`).inputValue()).to.equal(kept[1]);
  }

  async function answerDatabase(page: Page): Promise<void> {
    if (!database) {
      await submit(page);
      return;
    }
    const { config } = database;
    await page.locator(`[name=engine][value=${config.engine}]`).check();
    const fill = (name: string, value: string) => page.locator(`[name=${name}]`).fill(value);
    await fill('host', config.host);
    await fill('name', 'no_such_database');
    await fill('user', config.user);
    await fill('password', config.password);
    await submit(page);
    await expectRefused(page, ['name', 'no_such_database']);
    await fill('name', config.name);
    await fill('password', config.password);
    await page.locator('button[value=test]').click();
    await page.locator('.alert.ok').waitFor();
    await fill('password', config.password);
    await submit(page);
  }

  async function install(coming: Coming): Promise<void> {
    const script = coming.script !== false;
    const context = await openWindow(browser, program.origin, coming);
    const page = await context.newPage();
    const problems = listenForProblems(page);
    await page.goto('/projects');
    expect(new URL(page.url()).pathname).to.match(/^\/install/);

    await look(page, /./, script);
    await page.locator('[name=code]').fill('WRONG-CODE-0000');
    await submit(page);
    await expectRefused(page);
    await page.locator('[name=code]').fill(setupCode());
    await submit(page);

    await page.waitForURL('**/install/welcome');
    await look(page, /./, script);
    await submit(page);

    await page.waitForURL('**/install/database');
    await look(page, /./, script);
    await answerDatabase(page);

    await page.waitForURL('**/install/administrator', { timeout: 60_000 });
    await look(page, /./, script);
    await page.locator('[name=name]').fill(owner.name);
    await page.locator('[name=email]').fill('not an address');
    await page.locator('[name=password]').fill('short');
    await submit(page);
    await expectRefused(page, ['name', owner.name]);
    expect(
      await page.locator('[name=password]').inputValue(),
      'passwords are not sent back',
    ).to.equal('');
    await page.locator('[name=email]').fill(owner.email);
    await page.locator('[name=password]').fill(owner.password);
    await submit(page);

    await page.waitForURL('**/install/organisation');
    await look(page, /./, script);
    await page.locator('[name=name]').fill('Marlow & Finch');
    await page.locator('[name=base_url]').fill('not an address');
    await submit(page);
    await expectRefused(page, ['name', 'Marlow & Finch']);
    await page.locator('[name=base_url]').fill(program.origin);
    await page.locator('[name=timezone]').selectOption('Europe/London');
    await submit(page);

    await page.waitForURL('**/install/email');
    await look(page, /./, script);
    await page.locator('[name=host]').fill('127.0.0.1');
    await page.locator('[name=port]').fill('1');
    await page.locator('[name=from_address]').fill('hello@marlowandfinch.example');
    await page.locator('[name=test_address]').fill(owner.email);
    await page.locator('button[value=test]').click();
    await expectRefused(page, ['host', '127.0.0.1']);
    await page.locator('button[value=skip]').click();

    await page.waitForURL('**/install/license');
    await look(page, /./, script);
    await page.locator('[name=key]').fill('not-a-key');
    await page.locator('button[value=next]').first().click();
    await expectRefused(page, ['key', 'not-a-key']);
    await page.locator('button[value=trial]').click();

    await page.waitForURL('**/install/finish');
    await look(page, /./, script);
    await submit(page);

    await page.locator('a[href="/login"], [name=email]').first().waitFor();
    await page.goto('/login');
    await page.locator('[name=email]').fill(owner.email);
    await page.locator('[name=password]').fill(owner.password);
    await submit(page);
    await page.waitForURL(`${program.origin}/`);
    await look(page, /./, script);
    expect(await page.title()).to.include('Marlow & Finch');

    const closed = await page.request.get('/install/administrator', { maxRedirects: 0 });
    expect(closed.status()).to.equal(404);
    expect(problems.filter((text) => !/status of (404|422)/.test(text))).to.deep.equal([]);
    await context.close();
  }

  it('goes from the first page to the signed-in administrator, with a wrong answer at every step', () =>
    install({}));

  it('does the same without scripts, on a phone', () =>
    install({ script: false, width: widths.phone }));
});
