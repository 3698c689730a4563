import { expect } from 'chai';
import { allRoutes, fillPath, parametersOf } from './addresses.js';
import { isLong } from './trials.js';
import type { Answer, Visitor } from './visitor.js';

/** Filters of one list that are followed; the page of components has endless links to itself. */
const mostOfOnePage = isLong ? 60 : 20;

/** Opens every address that a visitor can find: all routes with all ids, and every link from there. */
export async function walk(
  visitor: Visitor,
  ids: Record<string, (string | number)[]>,
): Promise<Map<string, Answer>> {
  const routes = allRoutes().filter(({ method }) => method === 'get');
  const queue = routes.flatMap(({ path }) => addressesOf(path, ids));
  queue.push(
    '/?q=Secret',
    '/projects?q=Secret',
    '/clients?q=Secret',
    '/users?q=Secret',
    '/audit?q=Secret',
    '/portal/files?q=Secret',
  );
  const seen = new Set<string>(queue);
  const ofOnePage = new Map<string, number>();
  const read = new Map<string, Answer>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (path.startsWith('/assets/')) continue;
    const answer = await visitor.get(path);
    expect(answer.status, path).to.be.lessThan(500);
    read.set(path, answer);
    for (const link of [...linksIn(answer.text), answer.location]) {
      if (!link.startsWith('/') || seen.has(link)) continue;
      const [page = ''] = link.split('?');
      const count = (ofOnePage.get(page) ?? 0) + 1;
      ofOnePage.set(page, count);
      seen.add(link);
      if (count <= mostOfOnePage) queue.push(link);
    }
  }
  return read;
}

/** All addresses of one route: every combination of every id there is. */
function addressesOf(path: string, ids: Record<string, (string | number)[]>): string[] {
  let filled: Record<string, string | number>[] = [{}];
  for (const name of parametersOf(path)) {
    filled = filled.flatMap((values) =>
      (ids[name] ?? []).map((value) => ({ ...values, [name]: value })),
    );
  }
  return filled.map((values) => fillPath(path, values));
}

/** Links, pictures and forms of this site in a page. */
function linksIn(html: string): string[] {
  return [...html.matchAll(/(?:href|src|action)="(\/[^"#]*)"/g)].map((match) =>
    (match[1] as string).replaceAll('&amp;', '&'),
  );
}
