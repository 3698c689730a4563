import { appendFileSync } from 'node:fs';

/** Whether the long trials run whole (`npm run test:long`) instead of as a sample. */
export const isLong = process.env.TEST_LONG === '1';

/** The seed of this run; CI prints the one it chose, so that a failure can be repeated. */
export const testSeed = Number(process.env.TEST_SEED ?? 20261122);

/** Random fractions that are the same for the same seed (mulberry32). */
export function testRandom(seed = testSeed): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Some of a list, in its order: the same for the same seed, all of them in the long trials. */
export function sampleOf<Item>(list: readonly Item[], count: number): Item[] {
  if (isLong) return [...list];
  const random = testRandom();
  const drawn = list.map((_item, at) => ({ at, place: random() }));
  drawn.sort((one, other) => one.place - other.place);
  const chosen = new Set(drawn.slice(0, count).map(({ at }) => at));
  return list.filter((_item, at) => chosen.has(at));
}

/** Says in the dated result of the long trials what was tried and what was measured. */
export function noteTrial(line: string): void {
  const file = process.env.TEST_TRIALS;
  if (isLong && file) appendFileSync(file, `${line}\n`);
}
