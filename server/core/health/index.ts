/** What a machine must offer, looked at by the installer, the health page and the doctor alike. */
import { constants, existsSync, readFileSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../config/index.js';
import { migrationNames } from '../database/index.js';
import { now } from '../dates/index.js';
import { tryFolder } from '../storage/index.js';

/** `bad` stops an installation; `warn` is worth knowing. */
export type CheckStatus = 'ok' | 'warn' | 'bad';

/** What a look at one thing found. Its words are `health.<name>.<status>` in the texts. */
export interface Check {
  name: string;
  status: CheckStatus;
  values: Record<string, string | number>;
}

let version: string | undefined;
const megabyte = 1024 ** 2;
const leastNode = [20, 19] as const;

/** The version of Node.js against the least that is supported. */
export function checkNode(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  return {
    name: 'node',
    status: isEnough ? 'ok' : 'bad',
    values: { version, least: leastNode.join('.') },
  };
}

/** Whether a folder is there and can be written. */
export async function checkFolder(name: string, folder: string): Promise<Check> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    await tryFolder(folder);
    return { name, status: 'ok', values: { folder } };
  } catch {
    const user = process.getuid?.() ?? '?';
    return { name, status: 'bad', values: { folder, user } };
  }
}

/** Room on the disk of a folder: fewer than 1000 MB are worth a word, fewer than 200 too few. */
export async function checkDisk(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(nearestFolder(folder));
  const free = Math.floor((bavail * bsize) / megabyte);
  return { name: 'disk', status: graded(free, 200, 1000), values: { free } };
}

/** Memory that this process may use, a container's limit included. */
export function checkMemory(): Check {
  const limit = process.constrainedMemory?.() ?? 0;
  const bytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const total = Math.floor(bytes / megabyte);
  return { name: 'memory', status: graded(total, 200, 480), values: { total } };
}

/** A clock that stands before the program was made is wrong; so is one thirty years later. */
export function checkClock(moment: number = now()): Check {
  const made = madeOn();
  const isSane = moment > made && moment < made + 30 * 365 * 86_400_000;
  const shown = new Date(moment).toISOString().slice(0, 16).replace('T', ' ');
  return { name: 'clock', status: isSane ? 'ok' : 'bad', values: { moment: shown } };
}

/** The worst of several findings. */
export function worst(checks: readonly Check[]): CheckStatus {
  if (checks.some((check) => check.status === 'bad')) return 'bad';
  return checks.some((check) => check.status === 'warn') ? 'warn' : 'ok';
}

/** A folder that is still to be made will lie on the disk of the first that is there. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

function graded(found: number, least: number, enough: number): CheckStatus {
  if (found < least) return 'bad';
  return found < enough ? 'warn' : 'ok';
}

/** The day of the first migration, less a year: nobody can run this program earlier. */
function madeOn(): number {
  const day = /^(\d{4})(\d{2})(\d{2})/.exec(migrationNames()[0] ?? '20260101');
  return Date.UTC(Number(day?.[1]) - 1, Number(day?.[2]) - 1, Number(day?.[3]));
}

/** The version of this program, as package.json says it. */
export function programVersion(): string {
  version ??= String(
    JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')).version,
  );
  return version;
}
