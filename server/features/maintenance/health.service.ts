import { currentConfig } from '../../core/config/index.js';
import { pingDatabase, reserveState, restoreReserve } from '../../core/database/index.js';
import { hour, now } from '../../core/dates/index.js';
import { countFailedDeliveries } from '../../core/events/index.js';
import {
  type Check,
  type CheckStatus,
  checkClock,
  checkDisk,
  checkFolder,
  checkMemory,
  checkNode,
  worst,
} from '../../core/health/index.js';
import { countFailedJobs } from '../../core/jobs/index.js';
import { outboxState } from '../../core/mail/index.js';
import { installationSetting, unreadableSettings } from '../../core/settings/index.js';
import { checkUploads } from '../../core/storage/index.js';

/** How long (ms) the database may take to answer before it counts as gone. */
const patience = 2000;
/** For how long (ms) an answer to strangers is repeated, so that asking often costs nothing. */
const repeated = 5000;

let lastAnswer: { at: number; health: Promise<Health> } | undefined;

/** What strangers may know: names and grades, no figures and no words of any server. */
export interface Health {
  status: CheckStatus;
  checks: Record<string, CheckStatus>;
}

/** The health of the system as people who run it see it. */
export async function systemChecks(): Promise<Check[]> {
  const database = await checkDatabase();
  const onDatabase = database.status === 'bad' ? [] : await Promise.all([checkMail(), checkJobs()]);
  return [
    database,
    await checkStore(),
    await checkFolder('data_folder', currentConfig().dataDirectory),
    await checkDisk(currentConfig().dataDirectory),
    ...checkReserve(),
    checkMemory(),
    ...onDatabase,
    checkClock(),
    checkAddress(),
    checkSecrets(),
    checkNode(),
  ];
}

/** The health of the system as anybody may ask for it; looked at anew every five seconds. */
export function publicHealth(): Promise<Health> {
  const at = performance.now();
  if (!lastAnswer || at - lastAnswer.at > repeated) lastAnswer = { at, health: gradeAll() };
  return lastAnswer.health;
}

/** Makes the next answer to strangers a new one. */
export function forgetHealth(): void {
  lastAnswer = undefined;
}

async function gradeAll(): Promise<Health> {
  const names = new Set(['database', 'data_folder', 'store', 'disk', 'mail', 'jobs', 'clock']);
  const checks = (await systemChecks()).filter(({ name }) => names.has(name));
  return {
    status: worst(checks),
    checks: Object.fromEntries(checks.map(({ name, status }) => [name, status])),
  };
}

async function checkDatabase(): Promise<Check> {
  try {
    const values = await withPatience(pingDatabase());
    return { name: 'database', status: values.milliseconds > 500 ? 'warn' : 'ok', values };
  } catch (error) {
    const words = String((error as Error).message).slice(0, 300);
    return { name: 'database', status: 'bad', values: { words } };
  }
}

/** Looking is a good moment to make it again: somebody may just have made room. */
function checkReserve(): Check[] {
  restoreReserve();
  const state = reserveState();
  if (!state) return [];
  const status = ({ kept: 'ok', missing: 'warn', used: 'bad' } as const)[state];
  return [{ name: 'reserve', status, values: {} }];
}

async function checkStore(): Promise<Check> {
  const problem = await checkUploads();
  return { name: 'store', status: problem ? 'bad' : 'ok', values: {} };
}

/** Mail that waits for an hour waits for a reason. */
async function checkMail(): Promise<Check> {
  const { isSetUp, counts, waitingSince } = await outboxState();
  const { waiting, failed } = counts;
  const isStuck = waitingSince !== null && now() - waitingSince > hour;
  if (!isSetUp) return { name: 'mail_set_up', status: 'warn', values: { waiting } };
  return {
    name: 'mail',
    status: isStuck || failed > 0 ? 'warn' : 'ok',
    values: { waiting, failed },
  };
}

async function checkJobs(): Promise<Check> {
  const failed = (await countFailedJobs()) + (await countFailedDeliveries());
  return { name: 'jobs', status: failed > 0 ? 'warn' : 'ok', values: { failed } };
}

function checkAddress(): Check {
  const address = installationSetting('general.base_url');
  return {
    name: 'address',
    status: address.startsWith('https://') ? 'ok' : 'warn',
    values: { address },
  };
}

/** Settings that nobody can read any more: the secret key is another one. */
function checkSecrets(): Check {
  const keys = unreadableSettings();
  return {
    name: 'secrets',
    status: keys.length > 0 ? 'bad' : 'ok',
    values: { keys: keys.join(', ') },
  };
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${patience} ms`)), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
