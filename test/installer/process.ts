import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../../server/core/config/index.js';

/** Environment of a program whose data lies below one folder and that takes any free port. */
export function environmentOf(folder: string): Record<string, string> {
  return {
    DATA_DIRECTORY: path.join(folder, 'data'),
    UPLOADS_DIRECTORY: path.join(folder, 'uploads'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
  };
}

/** What a command said and how it ended. */
export interface CommandResult {
  code: number | null;
  out: string;
  problem: string;
}

/** Runs a command of the command line to its end. */
export function runCommand(
  words: readonly string[],
  environment: Record<string, string>,
): Promise<CommandResult> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli.ts', ...words], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
  });
  const result = { code: null as number | null, out: '', problem: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    result.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    result.problem += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ ...result, code }));
  });
}
