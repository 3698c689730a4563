let clock: () => number = Date.now;

/** The present moment in milliseconds UTC. The only clock the program reads. */
export function now(): number {
  return clock();
}

/** Replaces the clock, for tests; without an argument the real one comes back. */
export function setClock(replacement: () => number = Date.now): void {
  clock = replacement;
}

/** Until the returned function is called, now() throws: where a moment would be kept that must not be. */
export function freezeClock(): () => void {
  const before = clock;
  clock = () => {
    throw new Error('No moment may be read here: a query that is kept asks for moment()');
  };
  return () => {
    clock = before;
  };
}
