import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../server/core/config/index.js';

/** The program as an operator starts it, in a process of its own. */
export interface Running {
  origin: string;
  /** What it has printed so far. */
  output(): string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Environment of a program whose data lies below one folder and that takes any free port. */
export function environmentOf(folder: string): NodeJS.ProcessEnv {
  const { PATH = '', HOME = '' } = process.env;
  return {
    PATH,
    HOME,
    DATA_DIRECTORY: path.join(folder, 'data'),
    UPLOADS_DIRECTORY: path.join(folder, 'uploads'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
  };
}

/** Starts the program and waits until it says its address. */
export function startProgram(environment: NodeJS.ProcessEnv): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: projectRoot,
    env: environment,
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += String(chunk);
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (origin && output.endsWith('\n')) {
        resolve({ origin, output: () => output, kill: () => kill(child) });
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => reject(new Error(`The program ended: ${output}`)));
  });
}

/** Runs a command of the command line to its end. */
export function runCommand(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; out: string; problem: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli.ts', ...words], {
    cwd: projectRoot,
    env: environment,
  });
  let out = '';
  let problem = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    problem += String(chunk);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, out, problem }));
  });
}

function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
