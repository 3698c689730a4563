let clock: () => number = Date.now;

/** The present moment in milliseconds UTC. The only clock the program reads. */
export function now(): number {
  return clock();
}

/** Replaces the clock, for tests; without an argument the real one comes back. */
export function setClock(replacement: () => number = Date.now): void {
  clock = replacement;
}
