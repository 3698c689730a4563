import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './paths.js';
import { configEntries } from './schema.js';

export { currentConfig, useConfig } from './current.js';
export { projectRoot } from './paths.js';
export { configEntries } from './schema.js';

/** Where and how the database is reached. */
export interface DatabaseConfig {
  engine: 'sqlite' | 'postgres' | 'mysql';
  /** SQLite: absolute path of the file. */
  file: string;
  host: string;
  /** 0 means the engine's usual port. */
  port: number;
  name: string;
  user: string;
  password: string;
  tls: boolean;
  /** Most connections at once; SQLite always has one for writing. */
  pool: number;
}

/** What the process needs to start, checked and frozen. */
export interface Config {
  host: string;
  port: number;
  /** Address of the site without a trailing slash, or '' when the setting in the database counts. */
  baseUrl: string;
  trustProxy: string;
  /** OpenID provider of the sign-in by Google. */
  googleIssuer: string;
  dataDirectory: string;
  uploadsDirectory: string;
  database: DatabaseConfig;
  /** 32 bytes; never stored in the database. */
  secretKey: Buffer;
  /** Changing requests that one address may send in a minute. */
  changesPerMinute: number;
  logLevel: string;
  compression: boolean;
  worker: boolean;
  diagnostics: boolean;
  mode: 'production' | 'development' | 'test';
  /** Moment (ISO 8601) at which the installer finished, or '' before. Stands in the settings file only. */
  installedAt: string;
}

/** A start-up setting has a value that cannot be used. The message names it and what is allowed. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Keys that stand in documentation and examples and so protect nothing (CVE 57). */
const knownKeys = new Set(['0'.repeat(64), 'f'.repeat(64), '0123456789abcdef'.repeat(4)]);

/**
 * Reads the environment and the settings file once, checks every value and freezes the result.
 * The environment wins over the file, the file over the defaults.
 * @throws ConfigError naming the setting, what was found and what is allowed.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Readonly<Config> {
  const dataDirectory = resolveFolder(environment.DATA_DIRECTORY || 'config/local');
  const file = readSettingsFile(dataDirectory);
  const values = new Map<string, unknown>();
  for (const entry of configEntries) values.set(entry.key, readEntry(entry, environment, file));
  const get = <T>(key: string): T => values.get(key) as T;
  return Object.freeze({
    host: get<string>('host'),
    port: get<number>('port'),
    baseUrl: get<string>('baseUrl').replace(/\/+$/, ''),
    trustProxy: get<string>('trustProxy'),
    googleIssuer: get<string>('googleIssuer'),
    dataDirectory,
    uploadsDirectory: resolveFolder(get<string>('uploadsDirectory')),
    database: readDatabase(get, dataDirectory),
    secretKey: readSecretKey(get<string>('secretKey'), dataDirectory),
    changesPerMinute: get<number>('changesPerMinute'),
    logLevel: get<string>('logLevel'),
    compression: get<boolean>('compression'),
    worker: get<boolean>('worker'),
    diagnostics: get<boolean>('diagnostics'),
    mode: get<Config['mode']>('mode'),
    installedAt: String(file.installedAt ?? ''),
  });
}

/** Keys of the schema that the environment sets: what the settings file says of them has no effect. */
export function fixedByEnvironment(environment: NodeJS.ProcessEnv = process.env): Set<string> {
  return new Set(configEntries.filter(({ env }) => environment[env]).map(({ key }) => key));
}

/**
 * Writes values into the settings file of the data directory, readable by its owner only, and
 * keeps what else stands in it. Keys are those of the schema, dots included.
 */
export function writeSettingsFile(dataDirectory: string, changes: Record<string, unknown>): void {
  const file = settingsFile(dataDirectory);
  const all = { ...readSettingsFile(dataDirectory), ...changes };
  writePrivateFile(file, `${JSON.stringify(all, null, 2)}\n`);
}

/** Writes a file that only its owner can read, whole or not at all. */
export function writePrivateFile(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, content, { mode: 0o600, flush: true });
  chmodSync(part, 0o600);
  renameSync(part, file);
}

/** Path of the settings file that the installer writes. */
export function settingsFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'settings.json');
}

function readSettingsFile(dataDirectory: string): Record<string, unknown> {
  const file = settingsFile(dataDirectory);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new ConfigError(`The settings file ${file} cannot be read: ${(error as Error).message}`);
  }
}

function readEntry(
  entry: (typeof configEntries)[number],
  environment: NodeJS.ProcessEnv,
  file: Record<string, unknown>,
): unknown {
  const fromEnvironment = environment[entry.env];
  const found = fromEnvironment || (file[entry.key] ?? entry.fallback);
  const result = entry.schema.safeParse(found);
  if (result.success) return result.data;
  const where = fromEnvironment ? 'environment' : 'settings file';
  const shown = /PASSWORD|SECRET/.test(entry.env) ? '(hidden)' : JSON.stringify(found);
  throw new ConfigError(`${entry.env} (${where}): found ${shown}, allowed is ${entry.allowed}.`);
}

function readDatabase(get: <T>(key: string) => T, dataDirectory: string): DatabaseConfig {
  return {
    engine: get('database.engine'),
    file: path.resolve(dataDirectory, get<string>('database.file')),
    host: get('database.host'),
    port: get('database.port'),
    name: get('database.name'),
    user: get('database.user'),
    password: get('database.password'),
    tls: get('database.tls'),
    pool: get('database.pool'),
  };
}

function readSecretKey(configured: string, dataDirectory: string): Buffer {
  const file = path.join(dataDirectory, 'secret.key');
  if (!configured && !existsSync(file)) writePrivateFile(file, randomBytes(32).toString('hex'));
  const hex = (configured || readFileSync(file, 'utf8').trim()).toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hex) || knownKeys.has(hex)) {
    throw new ConfigError(
      'SECRET_KEY: found a key that protects nothing, allowed is 64 random hexadecimal digits.',
    );
  }
  return Buffer.from(hex, 'hex');
}

function resolveFolder(folder: string): string {
  return path.resolve(projectRoot, folder);
}
