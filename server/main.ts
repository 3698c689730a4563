import type { Server } from 'node:http';
import { userInfo } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { BootError, type Booted, boot } from './boot.js';
import { ConfigError } from './core/config/index.js';
import {
  LockedError,
  MigrationError,
  NewerDatabaseError,
  UnsafeDatabaseError,
} from './core/database/index.js';
import { log } from './core/http/index.js';
import { closeLive } from './core/live/index.js';
import { createWebServer } from './web-server.js';

/** Requests under way may take this long (ms) to finish when the process is asked to stop. */
const patience = 10_000;
/** Codes of a file system that does not take what is written. */
const unwritable = new Set(['EACCES', 'EPERM', 'EROFS']);
/** Codes of a file system that has no room left. */
const fullDisk = new Set(['ENOSPC', 'EDQUOT']);
/** Errors that a person can mend: their message is enough. */
const plainErrors = [
  BootError,
  ConfigError,
  LockedError,
  MigrationError,
  NewerDatabaseError,
  UnsafeDatabaseError,
];

/**
 * The heap may grow by so much (percent of what lives) before it is collected. V8 lets a small one
 * double; a quarter less memory costs no measurable time. Node 20's young space of 48 MB can be
 * kept small only on the command line: `npm start` does.
 */
const heapGrowth = 40;

let running: { booted: Booted; server: Server } | undefined;

setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
try {
  await start();
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  const booted = await boot(restart);
  const server = createWebServer(booted.app);
  try {
    await listen(server, booted);
  } catch (error) {
    // The worker and the database are open by now; left so, the process would never end.
    await booted.stop();
    throw error;
  }
  running = { booted, server };
  announce(server, booted);
}

/** The installer has finished: the same process goes on as the product, on the same port. */
async function restart(): Promise<void> {
  const before = running;
  if (!before) return;
  await before.booted.stop();
  const booted = await boot(() => {}).catch((error: unknown) => {
    explain(error);
    process.exit(1);
  });
  before.server.removeAllListeners('request');
  before.server.on('request', booted.app);
  running = { booted, server: before.server };
  announce(before.server, booted);
}

function listen(server: Server, { config }: Booted): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => resolve());
  });
}

function announce(server: Server, { isInstalling, config, setupCode }: Booted): void {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const host = ['0.0.0.0', '::', ''].includes(config.host) ? 'localhost' : config.host;
  const url = config.baseUrl || `http://${host}:${port}`;
  process.stdout.write(
    isInstalling
      ? `\nOpen ${url} to set up Task Session.\nSetup code: ${setupCode}\n`
      : `\nTask Session is ready at ${url}\n`,
  );
  process.send?.({ ready: true, port, isInstalling });
}

async function stop(signal: string): Promise<void> {
  if (!running) process.exit(0);
  const { server, booted } = running;
  running = undefined;
  log().info({ signal }, 'stopping');
  closeLive();
  const timer = setTimeout(() => server.closeAllConnections(), patience);
  // A connection whose last answer has gone out stays open for the next request; none is coming.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(sweep);
  clearTimeout(timer);
  await booted.stop();
  process.exit(0);
}

function explain(error: unknown): void {
  const { code = '', syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    const { port } = error as unknown as { port: number };
    process.stderr.write(
      `\nPort ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start\n`,
    );
  } else if (code === 'EACCES' && syscall === 'listen') {
    process.stderr.write(
      `\nNot allowed: ${(error as Error).message}\nPorts below 1024 need special rights; use PORT=3000 behind a proxy.\n`,
    );
  } else if (path && fullDisk.has(code)) {
    process.stderr.write(
      `\nThe disk of ${path} is full (${code}). Nothing is lost. Make some room, then start again.\n`,
    );
  } else if (path && unwritable.has(code)) {
    process.stderr.write(
      `\nTask Session cannot write to ${path} (${code}); it runs as user ${process.getuid?.() ?? userInfo().username}.\nGive this user the folder, or choose other ones: DATA_DIRECTORY=… UPLOADS_DIRECTORY=… npm start\n`,
    );
  } else if (plainErrors.some((kind) => error instanceof kind)) {
    process.stderr.write(`\n${(error as Error).message}\n`);
  } else {
    process.stderr.write(
      `\nTask Session could not start: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
  }
}

// A terminal that is gone or a log on a full disk must not end the process.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
process.on('unhandledRejection', (error) =>
  log().error({ error: String(error) }, 'unhandled rejection'),
);
