import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { LockedError, lockDataDirectory } from '../../../server/core/database/index.js';

describe('FAULTS 18: one process serves a data directory', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'task-session-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a second process and names the first', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', holder(folder)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(() => lockDataDirectory(folder)).to.throw(LockedError, String(child.pid));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  });

  it('takes over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', holder(folder)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    lockDataDirectory(folder)();
  });

  it('takes over a lock from before the machine was started', () => {
    writeFileSync(
      path.join(folder, 'process.lock'),
      JSON.stringify({ pid: 1, boot: 'an earlier boot', started: '1' }),
    );
    lockDataDirectory(folder)();
  });

  it('gives the lock back', () => {
    lockDataDirectory(folder)();
    lockDataDirectory(folder)();
  });
});

function holder(folder: string): string {
  const program = path.resolve('server/core/database/process-lock.ts');
  return `import(${JSON.stringify(program)}).then(({ lockDataDirectory }) => { lockDataDirectory(${JSON.stringify(folder)}); console.log('locked'); process.stdin.resume(); });`;
}
