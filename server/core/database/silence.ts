import type { Socket } from 'node:net';

/**
 * How long (ms) a server may leave a query without a single byte of an answer; as long as anybody
 * waits for a free connection. A page that takes longer is of no use to whoever asked for it.
 */
export const SILENCE_MS = 10_000;

let patient = 0;

/**
 * Cuts a connection whose server has stopped answering, so that its query fails and the pool makes
 * a new one. Neither driver does this: pg's query_timeout and mysql2's timeout give up the query
 * but put the silent connection back into the pool, where the next page would wait behind it; a
 * limit that the server keeps (statement_timeout) is of no use while the server hangs.
 */
export function limitSilence(stream: Socket, isBusy: () => boolean, ms = SILENCE_MS): void {
  stream.setTimeout(ms);
  // A listener given to setTimeout() would hear it once only; every query starts the time anew.
  stream.on('timeout', () => {
    if (patient === 0 && isBusy()) stream.destroy();
  });
}

/** Runs work whose single queries may take as long as they need: migrations of large tables. */
export async function withoutSilenceLimit<T>(work: () => Promise<T>): Promise<T> {
  patient += 1;
  try {
    return await work();
  } finally {
    patient -= 1;
  }
}
