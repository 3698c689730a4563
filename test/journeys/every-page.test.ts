import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { allRoutes, fillPath, websiteValues } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  expectAccessible,
  expectNoSidewaysScroll,
  listenForProblems,
  openBrowser,
  openWindow,
  widths,
} from '../support/browser.js';
import { makeWorld, type World } from '../support/world.js';

/** Answers that are no pages. */
const notPages = /\/(download|photo|logo|logo-dark|favicon)$|\.css$|^\/(health|brand)/;

describe('Every page', () => {
  let app: TestApp;
  let world: World;
  let browser: Browser;
  before(async () => {
    app = await startTestApp({ diagnostics: false });
    world = await makeWorld();
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await app.close();
  });

  const surfaces = {
    priya: ['panel', 'both'],
    sofia: ['portal', 'both'],
    nobody: ['panel', 'both'],
  } as const;

  function pagesFor(name: keyof typeof surfaces): string[] {
    const wanted: readonly string[] = surfaces[name];
    return allRoutes()
      .filter(({ method, path }) => method === 'get' && !notPages.test(path))
      .filter(({ access, surface }) =>
        name === 'nobody'
          ? access === 'anyone' || access === 'signed-link'
          : access !== 'anyone' && wanted.includes(surface),
      )
      .map(({ path }) => fillPath(path, websiteValues(world, path)));
  }

  async function look(page: Page, path: string): Promise<void> {
    const answer = await page.goto(path);
    const type = answer?.headers()['content-type'] ?? '';
    if (!type.startsWith('text/html')) return;
    expect(answer?.status(), path).to.be.lessThan(500);
    await expectAccessible(page, path);
    await expectNoSidewaysScroll(page, path);
    expect(await page.locator('h1').count(), `headings of ${path}`).to.equal(1);
  }

  for (const name of ['priya', 'sofia', 'nobody'] as const) {
    for (const [screen, width] of Object.entries(widths)) {
      for (const dark of [false, true]) {
        it(`is accessible and fits for ${name}, ${dark ? 'dark' : 'light'}, ${screen}`, async function () {
          this.timeout(300_000);
          const visitor =
            name === 'nobody' ? undefined : await app.signedIn(world.people[name].userId);
          const context = await openWindow(browser, app.origin, { width, dark }, visitor);
          const page = await context.newPage();
          const problems = listenForProblems(page);
          const paths = pagesFor(name);
          expect(paths.length).to.be.greaterThan(2);
          for (const path of paths) await look(page, path);
          const unexpected = problems.filter(
            (text) => !/status of (404|403|409|410|422)/.test(text),
          );
          expect(unexpected, 'what the browser complained about').to.deep.equal([]);
          await context.close();
        });
      }
    }
  }
});
