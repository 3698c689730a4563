import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type DatabaseConfig,
  loadConfig,
  projectRoot,
  writeSettingsFile,
} from '../../server/core/config/index.js';
import { useSecretKey } from '../../server/core/crypto/index.js';
import { closeDatabase, migrate, openDatabase, table } from '../../server/core/database/index.js';
import { loadSettings, saveInstallationSettings } from '../../server/core/settings/index.js';
import { createUploads, markInstalled, useUploads } from '../../server/core/storage/index.js';
import { hashPassword } from '../../server/features/accounts/index.js';
import { makeEmptyDatabase, testEngine } from './database.js';
import { Visitor } from './visitor.js';
import { makeWorld, type World, worldPassword } from './world.js';

/** A folder with a finished installation in it, for programs that are started and killed. */
export interface Installation {
  folder: string;
  environment: Record<string, string>;
  world: World;
  remove(): Promise<void>;
}

/** The real program in a process of its own. */
export interface Program {
  origin: string;
  pid: number;
  /** What it has written so far. */
  output(): string;
  /** Resolves with its exit code, or null after a signal. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

const startLimit = 30_000;

/** Makes an installation on SQLite with the small world in it; everybody's password is worldPassword. */
export async function makeInstallation(
  settings: Parameters<typeof saveInstallationSettings>[0] = {},
): Promise<Installation> {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-program-'));
  const server = testEngine === 'sqlite' ? undefined : await makeEmptyDatabase(testEngine);
  const environment = {
    ...(server ? databaseEnvironment(server.config) : {}),
    DATA_DIRECTORY: path.join(folder, 'data'),
    UPLOADS_DIRECTORY: path.join(folder, 'uploads'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    CHANGES_PER_MINUTE: '1000000',
    NODE_ENV: 'production',
  };
  const config = loadConfig(environment);
  useSecretKey(config.secretKey);
  useUploads(config.uploadsDirectory);
  await createUploads();
  await migrate(openDatabase(config.database));
  await loadSettings();
  const world = await makeWorld();
  await table('users').update({ password_hash: await hashPassword(worldPassword) });
  await saveInstallationSettings({ 'installation.completed_at': Date.now(), ...settings });
  await closeDatabase();
  writeSettingsFile(config.dataDirectory, { installedAt: new Date().toISOString() });
  await markInstalled();
  return {
    folder,
    environment,
    world,
    remove: async () => {
      await server?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A database's settings as environment variables. */
export function databaseEnvironment(config: DatabaseConfig): Record<string, string> {
  return {
    DATABASE_ENGINE: config.engine,
    DATABASE_HOST: config.host,
    DATABASE_PORT: String(config.port),
    DATABASE_NAME: config.name,
    DATABASE_USER: config.user,
    DATABASE_PASSWORD: config.password,
  };
}

/** How a program is started otherwise than usual. */
export interface StartOptions {
  /** Where its log goes, a pipe or an open file; output() knows only what a pipe brought. */
  log?: 'pipe' | number;
  /** Options of Node.js itself. */
  flags?: readonly string[];
  /** The folder of the program; another one than this project's holds a copy of it. */
  root?: string;
}

/** Starts the program and waits until it serves. @throws with its output when it ends before. */
export async function startProgram(
  environment: Record<string, string>,
  options: StartOptions = {},
): Promise<Program> {
  const child = spawnProgram(environment, options);
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`It did not start:\n${child.output()}`)),
      startLimit,
    );
    child.process.on('message', (message: { ready?: boolean; port?: number }) => {
      if (!message.ready) return;
      clearTimeout(timer);
      resolve(message.port ?? 0);
    });
    void child.ended.then((code) => reject(new Error(`It ended with ${code}:\n${child.output()}`)));
  });
  const { output, ended } = child;
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.process.pid ?? 0,
    output,
    ended,
    kill: (signal) => {
      child.process.kill(signal);
      return ended;
    },
  };
}

/** Starts the program and waits until it ends by itself: for starts that must be refused. */
export async function runProgram(
  environment: Record<string, string>,
  options: StartOptions = {},
): Promise<{ code: number | null; output: string }> {
  const child = spawnProgram(environment, options);
  return { code: await child.ended, output: child.output() };
}

/** Signs a person of the small world in through the form. */
export async function signInThroughForm(origin: string, email: string): Promise<Visitor> {
  const visitor = new Visitor(origin);
  await visitor.get('/login');
  const answer = await visitor.post('/login', { email, password: worldPassword });
  if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
  visitor.forgetToken();
  return visitor;
}

/** Makes a task on the board of the website project, as somebody who is signed in. */
export function makeTask(visitor: Visitor, { world }: Installation, title: string, more = {}) {
  const { projects, columns } = world;
  const fields = { project_id: projects.website, column_id: columns.todo, title, ...more };
  return visitor.post('/tasks', fields);
}

/** Opens an installation's database in the test itself; closeDatabase() ends that. */
export function openInstallation({ environment }: Installation): void {
  const config = loadConfig(environment);
  useSecretKey(config.secretKey);
  openDatabase(config.database);
}

function spawnProgram(
  environment: Record<string, string>,
  { log = 'pipe', flags = [], root = projectRoot }: StartOptions,
) {
  const chunks: string[] = [];
  const child: ChildProcess = spawn(
    process.execPath,
    [...flags, '--import', 'tsx', path.join(root, 'server/main.ts')],
    {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', log, 'pipe', 'ipc'],
    },
  );
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { process: child, ended, output: () => chunks.join('') };
}
