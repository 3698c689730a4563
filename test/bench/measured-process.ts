import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

/** A server in a process of its own, on one core, that tells what it uses. */
export interface MeasuredProcess {
  origin: string;
  /** Milliseconds from the start of the process until it serves. */
  startMs: number;
  measure(): Promise<{ cpuMicroseconds: number; residentBytes: number }>;
  stop(): Promise<void>;
}

const probe = path.join(import.meta.dirname, 'probe.mjs');
const startLimit = 60_000;
/** Everything that is measured runs on the first core, the load on the others. */
const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];

/** Starts a Node program and waits until it says on its channel that it is ready. */
export async function startMeasured(
  nodeArguments: readonly string[],
  environment: Record<string, string>,
): Promise<MeasuredProcess> {
  const [command = process.execPath, ...rest] = [
    ...pinned,
    process.execPath,
    '--import',
    probe,
    ...nodeArguments,
  ];
  const startedAt = performance.now();
  const child = spawn(command, rest, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port } = await nextMessage<{ ready: true; port: number }>(
    child,
    (message) => 'ready' in message,
  );
  const startMs = performance.now() - startedAt;
  return {
    origin: `http://127.0.0.1:${port}`,
    startMs,
    measure: async () => {
      const answer = nextMessage<{ cpuMicroseconds: number; residentBytes: number }>(
        child,
        (message) => 'cpuMicroseconds' in message,
      );
      child.send('measure');
      return answer;
    },
    stop: () => stop(child),
  };
}

function nextMessage<T>(child: ChildProcess, matches: (message: object) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('The measured process did not answer')),
      startLimit,
    );
    const onExit = (code: number | null) =>
      reject(new Error(`The measured process ended with ${code}`));
    const onMessage = (message: unknown) => {
      if (typeof message !== 'object' || !message || !matches(message)) return;
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(message as T);
    };
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
