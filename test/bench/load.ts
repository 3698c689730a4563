import autocannon from 'autocannon';
import type { MeasuredProcess } from './measured-process.js';

/** One address under load. */
export interface Target {
  process: MeasuredProcess;
  path: string;
  headers: Record<string, string>;
}

/** What a series of runs showed. */
export interface Measured {
  /** Least CPU time (ms) that one request took over all runs. */
  cpuMs: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

const connections = 4;
/** Requests and time (ms) before anything is measured: by then V8 has compiled what it will compile. */
const warmUp = { requests: 1500, ms: 4000 };
/** CPU time (ms) that a run takes at least: in a shorter one the new connections and one collection of garbage weigh too much. */
const leastRun = 300;

/**
 * Loads several targets in turn, many short runs each, and keeps each one's least CPU time a
 * request: whatever else the machine does can only add to it. The first target, which does the
 * most, decides how many requests make a run; `requests` is the least.
 */
export async function measureInTurn(
  targets: readonly Target[],
  rounds: number,
  requests: number,
): Promise<Measured[]> {
  for (const target of targets) await warm(target);
  const dearest = await run(targets[0] as Target, requests);
  const amount = Math.max(requests, Math.ceil(leastRun / dearest.cpuMs));
  const runs: Run[][] = targets.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, target] of targets.entries()) runs[at]?.push(await run(target, amount));
  }
  return runs.map(summary);
}

async function warm(target: Target): Promise<void> {
  const until = performance.now() + warmUp.ms;
  let left = warmUp.requests;
  while (left > 0 || performance.now() < until) {
    await run(target, 500);
    left -= 500;
  }
}

interface Run {
  cpuMs: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

async function run({ process: measured, path, headers }: Target, amount: number): Promise<Run> {
  const before = await measured.measure();
  const startedAt = performance.now();
  const load = autocannon({ url: measured.origin + path, connections, amount, headers });
  const end = lastAnswer(load, measured, amount);
  const result = await load;
  if (result['2xx'] !== amount)
    throw new Error(`${path}: ${result['2xx']} of ${amount} answers were pages`);
  const { endedAt, after } = await end;
  const seconds = (endedAt - startedAt) / 1000;
  return {
    cpuMs: (after.cpuMicroseconds - before.cpuMicroseconds) / 1000 / amount,
    requestsPerSecond: amount / seconds,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}

/** When the last answer came, and what the process had used by then: the load itself ends only with the next full second. */
function lastAnswer(
  load: ReturnType<typeof autocannon>,
  measured: MeasuredProcess,
  amount: number,
) {
  return new Promise<{ endedAt: number; after: Awaited<ReturnType<MeasuredProcess['measure']>> }>(
    (resolve, reject) => {
      let answers = 0;
      load.on('response', () => {
        answers += 1;
        if (answers < amount) return;
        const endedAt = performance.now();
        measured.measure().then((after) => resolve({ endedAt, after }), reject);
      });
    },
  );
}

function summary(runs: readonly Run[]): Measured {
  const least = (key: keyof Run) => Math.min(...runs.map((run) => run[key]));
  return {
    cpuMs: least('cpuMs'),
    requestsPerSecond: Math.max(...runs.map((run) => run.requestsPerSecond)),
    p50Ms: least('p50Ms'),
    p99Ms: least('p99Ms'),
  };
}
