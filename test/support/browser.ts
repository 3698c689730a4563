import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Visitor } from './visitor.js';

/** Where browsers usually lie; CHROMIUM names another. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The two widths at which every page is looked at. */
export const widths = { desk: 1440, phone: 390 } as const;

/** How a person comes: with which screen, theme, and whether scripts run. */
export interface Coming {
  width?: number;
  dark?: boolean;
  script?: boolean;
}

/** Starts the browser that the machine has. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? usualPlaces.find((place) => existsSync(place));
  if (!executablePath) throw new Error('No Chromium was found; set CHROMIUM to its path');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A window of its own, with its own cookies; a visitor's session can be taken over. */
export async function openWindow(
  browser: Browser,
  origin: string,
  { width = widths.desk, dark = false, script = true }: Coming = {},
  visitor?: Visitor,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(10_000);
  if (visitor) await takeOver(context, origin, visitor);
  return context;
}

/** Gives a window the cookies of a visitor. */
export async function takeOver(
  context: BrowserContext,
  origin: string,
  visitor: Visitor,
): Promise<void> {
  await context.addCookies(
    [...visitor.cookies].map(([name, value]) => ({ name, value, url: origin })),
  );
}

/** What axe finds on the page: the rule and the places, in words. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Its other mode opens a tab for the sake of foreign frames, which we have none of, and takes twice as long.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const places = (nodes: (typeof violations)[number]['nodes']) =>
    nodes.map(
      ({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary?.slice(0, 200)}`,
    );
  return violations.map(({ id, nodes }) => `${id}: ${places(nodes).join(' | ')}`);
}

/** Whether the page can be scrolled sideways. */
export async function isWiderThanScreen(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
}

/** Fails when axe finds anything on the page, naming the rule and the places. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityProblems(page), `accessibility of ${page.url()}`).to.deep.equal([]);
}

/** Fails when the page can be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await isWiderThanScreen(page), `${page.url()} is wider than the screen`).to.equal(false);
}

/** Collects what the browser complains about: blocked scripts and styles, failed requests, errors. */
export function listenForProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  return problems;
}
