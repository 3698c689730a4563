import { type Ending, listEndings } from './endings.queries.js';

/** Lists what ends after one moment and not after another (ms UTC), of people who can sign in. */
export type EndingsList = (after: number, until: number) => Promise<Ending[]>;

const lists: EndingsList[] = [listEndings];

/** Rooms below tell what of theirs ends by itself: it is announced and noted with the rest. */
export function useEndings(list: EndingsList): void {
  if (!lists.includes(list)) lists.push(list);
}

/** All that ends after one moment and not after another (ms UTC). */
export async function allEndings(after: number, until: number): Promise<Ending[]> {
  const found: Ending[] = [];
  for (const list of lists) found.push(...(await list(after, until)));
  return found;
}
