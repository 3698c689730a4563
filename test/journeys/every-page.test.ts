import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { allRoutes, fillPath, websiteValues } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  accessibilityProblems,
  isWiderThanScreen,
  listenForProblems,
  openBrowser,
  openWindow,
  widths,
} from '../support/browser.js';
import { isLong, noteTrial, testSeed } from '../support/trials.js';
import { makeWorld, type World } from '../support/world.js';

/** Answers that are no pages. */
const notPages =
  /\/(download|photo|logo|logo-dark|favicon|certificate)$|\.css$|^\/(health|brand)|\/reviewed-files\/|^\/review\/.*\/files\//;

/** Pages about refusals are pages, too, and the browser notes their status. */
const expected = /status of (404|403|409|410|422)/;

/** Each page is looked at once as a sample, drawn by the seed; the long trials take every theme on every screen. */
const looks = [
  { screen: 'desk', dark: false },
  { screen: 'phone', dark: true },
  ...(isLong
    ? ([
        { screen: 'desk', dark: true },
        { screen: 'phone', dark: false },
      ] as const)
    : []),
] as const;

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

  /** The pages that are looked at on a screen: in a sample, every other one. */
  function sampled(paths: readonly string[], screen: keyof typeof widths): string[] {
    const parity = (testSeed + Number(screen === 'phone')) % 2;
    return isLong ? [...paths] : paths.filter((_path, at) => at % 2 === parity);
  }

  /** What is wrong with a page, in words; empty when nothing is. */
  async function problemsOf(page: Page, path: string): Promise<string[]> {
    const answer = await page.goto(path);
    const type = answer?.headers()['content-type'] ?? '';
    if (!type.startsWith('text/html')) return [];
    const found = await accessibilityProblems(page);
    if ((answer?.status() ?? 0) >= 500) found.push(`answered ${answer?.status()}`);
    if (await isWiderThanScreen(page)) found.push('is wider than the screen');
    if ((await page.locator('h1').count()) !== 1) found.push('has not exactly one h1');
    return found.map((problem) => `${path}: ${problem}`);
  }

  /** Looks at pages in two tabs at once: axe keeps one core busy for a second or two each time. */
  async function lookAtAll(context: BrowserContext, paths: readonly string[]) {
    const waiting = [...paths];
    const found: string[] = [];
    const complaints: string[] = [];
    const tab = async () => {
      const page = await context.newPage();
      const problems = listenForProblems(page);
      for (let path = waiting.shift(); path; path = waiting.shift()) {
        found.push(...(await problemsOf(page, path)));
      }
      complaints.push(...problems.filter((text) => !expected.test(text)));
    };
    await Promise.all([tab(), tab()]);
    return { found, complaints };
  }

  for (const name of ['priya', 'sofia', 'nobody'] as const) {
    for (const { screen, dark } of looks) {
      it(`is accessible and fits for ${name}, ${dark ? 'dark' : 'light'}, ${screen}`, async function () {
        this.timeout(900_000);
        const visitor =
          name === 'nobody' ? undefined : await app.signedIn(world.people[name].userId);
        const width = widths[screen];
        const context = await openWindow(browser, app.origin, { width, dark }, visitor);
        const paths = sampled(pagesFor(name), screen);
        expect(paths.length).to.be.greaterThan(1);
        const { found, complaints } = await lookAtAll(context, paths);
        expect(found).to.deep.equal([]);
        noteTrial(`${paths.length} pages for ${name}, ${dark ? 'dark' : 'light'}, ${screen}`);
        expect(complaints, 'what the browser complained about').to.deep.equal([]);
        await context.close();
      });
    }
  }
});
