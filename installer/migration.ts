import type { DatabaseConfig } from '../server/core/config/index.js';
import {
  connect,
  migrate,
  migrationNames,
  releaseMigrationLock,
} from '../server/core/database/index.js';
import { log } from '../server/core/http/index.js';
import { type DatabaseProblem, problemOf } from './database-problems.js';

/** How far the making of the tables has come. */
export interface Progress {
  state: 'running' | 'done' | 'failed';
  done: number;
  of: number;
  problem?: DatabaseProblem;
}

let progress: Progress | undefined;
let work: Promise<void> = Promise.resolve();

/** Makes the tables in the background, once however often it is asked for. */
export function startMigrations(database: DatabaseConfig): void {
  if (progress?.state === 'running') return;
  progress = { state: 'running', done: 0, of: migrationNames().length };
  work = run(database, progress);
}

/** How far it is; waits up to `patience` ms for the end. Undefined when nothing was started. */
export async function migrationProgress(patience: number): Promise<Progress | undefined> {
  const timer = new AbortController();
  await Promise.race([work, sleep(patience, timer.signal)]);
  timer.abort();
  return progress;
}

/** How it ended, once it has. */
export async function migrationsDone(): Promise<Progress | undefined> {
  await work;
  return progress;
}

async function run(database: DatabaseConfig, mine: Progress): Promise<void> {
  const knex = connect(database);
  try {
    await releaseMigrationLock(knex);
    await migrate(knex, (done, of) => {
      mine.done = mine.of - of + done;
    });
    mine.state = 'done';
  } catch (error) {
    log().error({ error: String(error) }, 'making the tables failed');
    mine.problem = problemOf(error, database, 0);
    mine.state = 'failed';
  } finally {
    await knex.destroy();
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
