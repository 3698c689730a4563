import path from 'node:path';
import type { Express } from 'express';
import { createInstaller, finishInterrupted, setupCode } from '../installer/index.js';
import { createApp } from './app.js';
import { type Config, loadConfig, settingsFile } from './core/config/index.js';
import { useSecretKey } from './core/crypto/index.js';
import {
  assertSafeSqlite,
  closeDatabase,
  currentKnex,
  leaveReserve,
  lockDataDirectory,
  migrate,
  openDatabase,
  releaseMigrationLock,
  useReserve,
} from './core/database/index.js';
import { checkViews, log, openLog } from './core/http/index.js';
import { startWorker } from './core/jobs/index.js';
import { checkTemplates, useMailTransports } from './core/mail/index.js';
import { loadSettings, pinSetting, watchSettings } from './core/settings/index.js';
import { cleanTemporary, isMarkedInstalled, useUploads } from './core/storage/index.js';
import { mailTransports } from './plugins/mail-transports/index.js';
import { startSchedule } from './schedule.js';

/** A program that is ready to serve. */
export interface Booted {
  config: Config;
  app: Express;
  /** Whether the installer is what it serves. */
  isInstalling: boolean;
  /** What the installer asks for first; '' once the installation is finished. */
  setupCode: string;
  /** Stops the background work and closes the database. */
  stop(): Promise<void>;
}

/** Something must be mended by a person before the program can start. */
export class BootError extends Error {
  override name = 'BootError';
}

/**
 * The steps of a start, in order. Before the installation is finished it ends with the installer
 * and nothing else; afterwards the installer is never mounted.
 * @throws ConfigError, LockedError, MigrationError, NewerDatabaseError, UnsafeDatabaseError, RouteError, ViewError, BootError
 */
export async function boot(
  onInstalled: () => Promise<void> | void,
  given: Config = loadConfig(),
): Promise<Booted> {
  openLog(given.logLevel);
  useSecretKey(given.secretKey);
  useUploads(given.uploadsDirectory);
  useMailTransports(mailTransports);
  checkViews();
  checkTemplates();
  const isSqlite = given.database.engine === 'sqlite';
  // Before the lock: on a full disk not even that could be written.
  if (isSqlite && given.installedAt) useReserve(path.dirname(given.database.file));
  const unlock = lockDataDirectory(given.dataDirectory);
  try {
    const config = await finishInterrupted(given);
    if (isInstalled(config)) return await bootInstalled(config, unlock);
    return await bootInstaller(config, unlock, onInstalled);
  } catch (error) {
    // Left open, the database would keep a process alive that serves nobody.
    await closeDatabase();
    leaveReserve();
    unlock();
    throw error;
  }
}

/** Opens the database of a finished installation, brings it to this version and reads the settings. */
export async function openInstallation(config: Config): Promise<void> {
  const knex = openDatabase(config.database);
  await releaseMigrationLock(knex);
  await migrate(knex, (done, of) => log().info({ done, of }, 'migrating'));
  if (config.database.engine === 'sqlite') await assertSafeSqlite(currentKnex());
  await loadSettings();
  if (config.baseUrl) pinSetting('general.base_url', config.baseUrl);
}

async function bootInstaller(
  config: Config,
  unlock: () => void,
  onInstalled: () => Promise<void> | void,
): Promise<Booted> {
  const app = await createInstaller(config, onInstalled);
  return {
    config,
    app,
    isInstalling: true,
    setupCode: setupCode(config),
    stop: async () => unlock(),
  };
}

async function bootInstalled(config: Config, unlock: () => void): Promise<Booted> {
  await openInstallation(config);
  await cleanTemporary();
  const app = createApp(config);
  const stopWatching = watchSettings((error) => log().warn({ error: String(error) }, 'settings'));
  if (config.worker) startSchedule();
  const worker = config.worker ? startWorker({ onProblem: tellWorkerProblem }) : undefined;
  const stop = async () => {
    stopWatching();
    await worker?.stop();
    await closeDatabase();
    leaveReserve();
    unlock();
  };
  return { config, app, isInstalling: false, setupCode: '', stop };
}

/** A database that is gone for a while, a lease that was lost: the worker goes on, the log knows. */
function tellWorkerProblem(error: unknown, queue: string): void {
  log().warn({ queue, error: String(error) }, 'worker');
}

/**
 * Two marks say that the installation is finished: the settings file and one beside the uploads.
 * Losing one of them must never open the installer to whoever comes first (CVE 16).
 */
function isInstalled(config: Config): boolean {
  if (config.installedAt) return true;
  if (!isMarkedInstalled()) return false;
  throw new BootError(
    `This installation is finished, but its settings file is missing: ${settingsFile(config.dataDirectory)}. Restore it from a backup. To install anew, remove the file "installed" from the uploads folder as well.`,
  );
}
