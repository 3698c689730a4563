import type { PageName } from './capture.js';

/** One page's figures. */
export interface PageFigures {
  name: PageName;
  requestsPerSecond: number;
  /** CPU time (ms) a request, the least over all runs. */
  cpuMs: number;
  /** CPU time of the bare page divided by the product's: 1 is as quick, 0.5 costs twice as much. */
  ratioToBare: number;
  p50Ms: number;
  p99Ms: number;
  queries: number;
  /** Of the first request after somebody's access has changed. */
  queriesAfterChange: number;
  bytes: number;
}

/** The figures for one size of the demo. */
export interface SizeFigures {
  tasks: number;
  residentMb: number;
  startMs: number;
  /** The bare page against itself: how far the measurement can be trusted. */
  control: number;
  pages: PageFigures[];
}

/** What each page must reach: its least ratio to the bare page and its most queries. */
export const limits: Record<PageName, { ratio: number; queries: number }> = {
  'sign-in': { ratio: 0.5, queries: 2 },
  dashboard: { ratio: 0.5, queries: 12 },
  projects: { ratio: 0.5, queries: 10 },
  board: { ratio: 0.6, queries: 10 },
  task: { ratio: 0.5, queries: 12 },
  users: { ratio: 0.5, queries: 10 },
  'portal home': { ratio: 0.5, queries: 10 },
};

/** Prints the figures of one size beside their limits. */
export function printTable(figures: SizeFigures): void {
  const { tasks, residentMb, startMs, control, pages } = figures;
  console.log(
    `\n${tasks.toLocaleString('en')} tasks: started in ${startMs.toFixed(0)} ms, ${residentMb.toFixed(0)} MB resident (limit 160), control ${control.toFixed(2)} (0.9 to 1.1)`,
  );
  console.table(
    pages.map((page) => ({
      page: page.name,
      'requests/s': Math.round(page.requestsPerSecond),
      'CPU ms': page.cpuMs.toFixed(2),
      'ratio to bare': `${page.ratioToBare.toFixed(2)} (≥ ${limits[page.name].ratio})`,
      'p50 ms': page.p50Ms,
      'p99 ms': page.p99Ms,
      queries: `${page.queries} (≤ ${limits[page.name].queries})`,
      'after a change': page.queriesAfterChange,
      bytes: page.bytes,
    })),
  );
}
