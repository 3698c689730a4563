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

/**
 * Loads several targets in turn, many short runs each, and keeps each one's least CPU time a
 * request: whatever else the machine does can only add to it.
 */
export async function measureInTurn(
  targets: readonly Target[],
  rounds: number,
  requests: number,
): Promise<Measured[]> {
  for (const target of targets) await run(target, requests * 2);
  const runs: Run[][] = targets.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, target] of targets.entries()) runs[at]?.push(await run(target, requests));
  }
  return runs.map(summary);
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
  const result = await autocannon({ url: measured.origin + path, connections, amount, headers });
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await measured.measure();
  if (result['2xx'] !== amount)
    throw new Error(`${path}: ${result['2xx']} of ${amount} answers were pages`);
  return {
    cpuMs: (after.cpuMicroseconds - before.cpuMicroseconds) / 1000 / amount,
    requestsPerSecond: amount / seconds,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
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
