import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  type Config,
  type DatabaseConfig,
  fixedByEnvironment,
  writeSettingsFile,
} from '../server/core/config/index.js';
import { type Inspection, inspectDatabase } from '../server/core/database/index.js';
import type { DatabaseInput } from './database.forms.js';
import { type DatabaseProblem, problemOf, problemWith } from './database-problems.js';
import { answersSoFar, type DatabaseAnswer, keepAnswers, sealed, unsealed } from './state.js';

/** What came of trying a database: what was found, or what is in the way. */
export interface Trial {
  found?: Inspection;
  problem?: DatabaseProblem;
}

/** The database settings that a form means. What the environment fixes wins over what was typed. */
export function databaseOf(config: Config, input: DatabaseInput): DatabaseConfig {
  const typed = { ...input, password: input.password || keptPassword(config, input) };
  const fixed = fixedByEnvironment();
  const fields = ['engine', 'host', 'port', 'name', 'user', 'password', 'tls'] as const;
  const chosen = Object.fromEntries(
    fields.map((field) => [
      field,
      fixed.has(`database.${field}`) ? config.database[field] : typed[field],
    ]),
  ) as Pick<DatabaseConfig, (typeof fields)[number]>;
  const file = fixed.has('database.file')
    ? config.database.file
    : path.resolve(config.dataDirectory, input.file || 'database.sqlite');
  return { ...chosen, file, pool: config.database.pool };
}

/** The database that was answered, or the one that the configuration names. */
export function answeredDatabase(config: Config): DatabaseConfig {
  const answer = answersSoFar(config).database;
  if (!answer) return config.database;
  return { ...answer, password: unsealed(answer.password) ?? '', pool: config.database.pool };
}

/** Tries whether a database can be reached, is free for us and lets us make tables. */
export async function tryDatabase(database: DatabaseConfig): Promise<Trial> {
  const isNewFile = database.engine === 'sqlite' && !existsSync(database.file);
  const startedAt = performance.now();
  try {
    const found = await inspectDatabase(database);
    const problem = problemWith(found, database);
    return problem ? { found, problem } : { found };
  } catch (error) {
    const milliseconds = Math.max(1, Math.round(performance.now() - startedAt));
    return { problem: problemOf(error, database, milliseconds) };
  } finally {
    // A trial alone leaves nothing behind; saving makes the file anew a moment later.
    if (isNewFile) removeSqlite(database.file);
  }
}

/** Keeps what was typed, so that a password need not be typed again after another field was wrong. */
export function keepDatabase(config: Config, database: DatabaseConfig, isRefused: boolean): void {
  const { pool: _pool, password, ...rest } = database;
  const answer: DatabaseAnswer = { ...rest, password: isRefused ? '' : sealed(password) };
  keepAnswers(config, { database: answer });
}

/** Writes the database into the settings file, from which the product will start. */
export function writeDatabase(config: Config, database: DatabaseConfig): void {
  const isFile = database.engine === 'sqlite';
  const inFolder = path.relative(config.dataDirectory, database.file);
  const file = inFolder.startsWith('..') ? database.file : inFolder;
  const server = <T>(value: T) => (isFile ? undefined : value);
  writeSettingsFile(config.dataDirectory, {
    'database.engine': database.engine,
    'database.file': isFile ? file : undefined,
    'database.host': server(database.host),
    'database.port': server(database.port),
    'database.name': server(database.name),
    'database.user': server(database.user),
    'database.password': server(database.password),
    'database.tls': server(database.tls),
  });
}

/** A password typed before counts for the same user of the same server only. */
function keptPassword(config: Config, input: DatabaseInput): string {
  const kept = answersSoFar(config).database;
  if (!kept || input.engine === 'sqlite') return '';
  const isSame = (['engine', 'host', 'port', 'user'] as const).every(
    (field) => kept[field] === input[field],
  );
  return isSame ? (unsealed(kept.password) ?? '') : '';
}

function removeSqlite(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
}
