import { execFileSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** A disk of its own for one folder, so small that a test can fill it. */
export interface SmallDisk {
  /** Takes all the room that is left but for so many bytes. */
  fill(left?: number): void;
  /** Gives it back. */
  free(): void;
  unmount(): void;
}

/** Puts a folder with its content on a disk in memory; undefined where that is not allowed. */
export function mountOver(folder: string, megabytes: number): SmallDisk | undefined {
  const aside = `${folder}.aside`;
  renameSync(folder, aside);
  mkdirSync(folder, { mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  cpSync(aside, folder, { recursive: true });
  rmSync(aside, { recursive: true });
  const ballast = path.join(folder, 'ballast');
  return {
    fill: (left = 0) => fill(ballast, left),
    free: () => rmSync(ballast, { force: true }),
    // Lazily, since the last process that had files open may be just about to end.
    unmount: () => execFileSync('umount', ['-l', folder]),
  };
}

/** Names of all files in a folder and below, but for what fills its disk. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'ballast')
    .map((entry) => entry.name)
    .sort();
}

function fill(ballast: string, left: number): void {
  const { bavail, bsize } = statfsSync(path.dirname(ballast));
  const handle = openSync(ballast, 'a');
  const piece = Buffer.alloc(bsize);
  try {
    for (let free = bavail; free * bsize > left; free -= 1) writeSync(handle, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}
