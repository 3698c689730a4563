/** Numbers that look random and are the same each time: a demo must not differ from run to run. */
export interface Random {
  /** A fraction from 0 up to 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** One of a list. */
  pick<T>(list: readonly T[]): T;
  /** Whether something happens that does so in `chance` of all cases. */
  happens(chance: number): boolean;
}

/** Mulberry32, a small generator in the public domain: the same seed gives the same numbers. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    between,
    pick: (list) => list[between(0, list.length - 1)] as (typeof list)[number],
    happens: (chance) => next() < chance,
  };
}
