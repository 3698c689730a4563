import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises';

/** A round of the event loop is what a request waits at least; from so many ms on, people notice. */
const noticeableMs = 100;
/** How long work that nobody waits for lets people go first, in ms. */
const courtesyMs = 250;

/**
 * Lets people go first: resolves at once while this process has time to spare, and after a moment
 * of courtesy while many wait for their answers (FAULTS 31). Work goes on all the same, a few rows
 * at a time, so that no crowd holds e-mail up for ever.
 */
export async function letPeopleGoFirst(): Promise<void> {
  const asked = performance.now();
  await nextRound();
  if (performance.now() - asked > noticeableMs) await sleep(courtesyMs);
}
