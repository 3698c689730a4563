import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** A disk of its own for one folder, so small that a test can fill it. */
export interface SmallDisk {
  /** Takes all the room that is left but for so many bytes. */
  fill(left?: number): void;
  /** Gives it back. */
  free(): void;
  /** Takes no more changes, or takes them again; refused by the kernel while a file is open for writing. */
  remount(how: 'ro' | 'rw'): void;
  unmount(): void;
}

/** A disk of its own for one folder, whose file system can stop taking changes under open files. */
export interface FailingDisk {
  /** Refuses changes of these files and of the folder itself. */
  close(...files: string[]): void;
  /** Takes them again. */
  open(...files: string[]): void;
  /** Makes the kernel find an error: it goes on with the file system read-only. */
  fail(): void;
  /** Takes the disk away and puts it back, as a restart of the machine would. */
  reconnect(): void;
  unmount(): void;
}

/** Puts a folder with its content on a disk in memory; undefined where that is not allowed. */
export function mountOver(folder: string, megabytes: number): SmallDisk | undefined {
  if (!cover(folder, ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none'])) return undefined;
  const ballast = path.join(folder, 'ballast');
  return {
    fill: (left = 0) => fill(ballast, left),
    free: () => rmSync(ballast, { force: true }),
    remount: (how) => execFileSync('mount', ['-o', `remount,${how}`, folder], { stdio: 'ignore' }),
    // Lazily, since the last process that had files open may be just about to end.
    unmount: () => execFileSync('umount', ['-l', folder]),
  };
}

/** Puts a folder with its content on an ext4 disk in a file; undefined where that is not allowed. */
export function mountImage(folder: string, megabytes: number): FailingDisk | undefined {
  const image = `${folder}.image`;
  const options = ['-o', 'loop,errors=remount-ro', image];
  if (!run('truncate', ['-s', `${megabytes}M`, image])) return undefined;
  if (!run('mkfs.ext4', ['-q', image]) || !cover(folder, options)) return undefined;
  const inside = (names: string[]) => ['.', ...names].map((name) => path.join(folder, name));
  const unmount = () => execFileSync('umount', [folder]);
  return {
    close: (...names) => execFileSync('chattr', ['+i', ...inside(names)]),
    open: (...names) => execFileSync('chattr', ['-i', ...inside(names)]),
    fail: () => {
      const device = execFileSync('findmnt', ['-no', 'SOURCE', folder]).toString().trim();
      writeFileSync(`/sys/fs/ext4/${path.basename(device)}/trigger_fs_error`, '1');
    },
    reconnect: () => {
      unmount();
      // What the kernel noted about the error is looked at and mended, as at every start.
      run('fsck.ext4', ['-p', '-f', image]);
      execFileSync('mount', [...options, folder]);
    },
    unmount,
  };
}

/** Names of all files in a folder and below, but for what fills its disk. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'ballast')
    .map((entry) => entry.name)
    .sort();
}

/** Mounts over a folder and copies what was in it there. Returns whether that is allowed here. */
function cover(folder: string, options: readonly string[]): boolean {
  const aside = `${folder}.aside`;
  renameSync(folder, aside);
  mkdirSync(folder, { mode: 0o700 });
  if (!run('mount', [...options, folder])) return false;
  cpSync(aside, folder, { recursive: true });
  rmSync(aside, { recursive: true });
  return true;
}

function run(program: string, parameters: readonly string[]): boolean {
  return spawnSync(program, parameters, { stdio: 'ignore' }).status === 0;
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
