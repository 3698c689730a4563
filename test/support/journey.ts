import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTestApp, type TestApp } from './app.js';
import {
  type Coming,
  expectAccessible,
  expectNoSidewaysScroll,
  openBrowser,
  openWindow,
  widths,
} from './browser.js';
import type { Visitor } from './visitor.js';
import { makeWorld, type World } from './world.js';

/** The two ways in which a journey is walked: with everything, and with as little as there may be. */
export const ways = {
  'at a desk': { width: widths.desk },
  'on a phone in the dark, without JavaScript': {
    width: widths.phone,
    dark: true,
    script: false,
  },
} as const satisfies Record<string, Coming>;

/** What a journey needs; made anew for each, but for the browser. */
export interface Journey {
  readonly app: TestApp;
  readonly world: World;
  /** A page in a browser of its own, of somebody who is signed in or of nobody. */
  open(coming: Coming, visitor?: Visitor): Promise<Page>;
  /** Fails when the page has barriers or can be scrolled sideways. */
  look(page: Page, coming: Coming): Promise<void>;
}

/** Begins a product, its world and a browser for each test of a suite, and ends them. */
export function journeys(
  start: () => Promise<{ app: TestApp; world: World; close(): Promise<void> }> = startPlain,
): Journey {
  let browser: Browser;
  let stage: { app: TestApp; world: World; close(): Promise<void> };
  let contexts: BrowserContext[] = [];
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    contexts = [];
    stage = await start();
  });
  afterEach(async () => {
    for (const context of contexts) await context.close();
    await stage.close();
  });
  return {
    get app() {
      return stage.app;
    },
    get world() {
      return stage.world;
    },
    open: async (coming, visitor) => {
      const context = await openWindow(browser, stage.app.origin, coming, visitor);
      contexts.push(context);
      return context.newPage();
    },
    // The tool that looks for barriers is a script itself.
    look: async (page, coming) => {
      await expectNoSidewaysScroll(page);
      if (coming.script !== false) await expectAccessible(page);
    },
  };
}

async function startPlain() {
  const app = await startTestApp({ diagnostics: false });
  const world = await makeWorld();
  return { app, world, close: () => app.close() };
}
