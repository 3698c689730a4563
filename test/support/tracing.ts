import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One call of a process into the kernel, when it had ended. */
export interface SystemCall {
  name: string;
  /** Parameters as strace writes them; open files with their paths. */
  text: string;
}

/** Watches what a process asks of the kernel. */
export interface Trace {
  /** Lets go of the process. Returns what it has done meanwhile, in order. */
  stop(): Promise<SystemCall[]>;
}

/** Watches a running process with all its threads; undefined where strace is missing or refused. */
export async function traceProcess(
  pid: number,
  calls: readonly string[],
): Promise<Trace | undefined> {
  if (spawnSync('strace', ['-V']).status !== 0) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-trace-'));
  const file = path.join(folder, 'calls');
  const options = ['-f', '-y', '-s', '60', '-e', `trace=${calls.join(',')}`, '-o', file];
  const strace = spawn('strace', [...options, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => strace.once('close', () => resolve()));
  const isAttached = await new Promise<boolean>((resolve) => {
    strace.stderr.on('data', (chunk: Buffer) => {
      if (/attached/.test(chunk.toString())) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  const stop = async () => {
    strace.kill('SIGINT');
    await ended;
    const lines = readFileSync(file, 'utf8').split('\n');
    rmSync(folder, { recursive: true });
    return endedCalls(lines);
  };
  if (isAttached) return { stop };
  rmSync(folder, { recursive: true });
  return undefined;
}

/** A call that another thread interrupts stands in two lines; it counts where it ended. */
function endedCalls(lines: readonly string[]): SystemCall[] {
  const begun = new Map<string, string>();
  const calls: SystemCall[] = [];
  for (const line of lines) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const [, start] = /^(.*) <unfinished \.\.\.>$/.exec(rest) ?? [];
    if (start !== undefined) begun.set(pid, start);
    const [, end] = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest) ?? [];
    const whole = end === undefined ? rest : `${begun.get(pid) ?? ''}${end}`;
    const [, name, text = ''] = /^(\w+)\((.*)$/.exec(start === undefined ? whole : '') ?? [];
    if (name) calls.push({ name, text });
  }
  return calls;
}
