import { appendFileSync } from 'node:fs';

/** Whether the full numbers are asked for (`npm run test:long`) and not a sample. */
export const isLongTrial = process.env.TEST_LONG === '1';

/** Number that all random choices of a run derive from; a failing run prints it to be repeated. */
export const seed = Number(process.env.TEST_SEED || 1);

/** How often a trial repeats itself: the sample in `npm test`, the full number in the long trials. */
export function rounds(sample: number, full: number): number {
  return isLongTrial ? full : sample;
}

/** Adds a line to the dated result of the long trials. */
export function recordTrial(line: string): void {
  if (process.env.TEST_TRIALS) appendFileSync(process.env.TEST_TRIALS, `${line}\n`);
}
