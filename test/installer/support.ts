import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInstaller, setupCode } from '../../installer/index.js';
import type { Config } from '../../server/core/config/index.js';
import { useMailTransports } from '../../server/core/mail/index.js';
import { forgetSettings } from '../../server/core/settings/index.js';
import { mailTransports } from '../../server/plugins/mail-transports/index.js';
import { testConfig } from '../support/config.js';
import { sqliteConfig } from '../support/database.js';
import { type Fields, Visitor } from '../support/visitor.js';

/** A fresh installation on a port and in a folder of its own. */
export interface FreshInstaller {
  config: Config;
  origin: string;
  /** Whether the installer has said that it is finished. */
  isInstalled(): boolean;
  visitor(): Visitor;
  /** Somebody who has typed the setup code. */
  admitted(): Promise<Visitor>;
  /** Stops the process as kill -9 would: nothing of its memory is left. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Answers that pass, step by step. */
export const goodAnswers: Record<string, Fields> = {
  welcome: {},
  database: { engine: 'sqlite', file: 'database.sqlite', go: 'next' },
  administrator: {
    name: 'Priya Raman',
    email: 'priya@marlowfinch.example',
    password: 'harbour lights in november',
  },
  organisation: {
    name: 'Marlow & Finch',
    base_url: 'https://work.marlowfinch.example',
    timezone: 'Europe/London',
    currency: 'GBP',
    locale: 'en',
    color: '#c2410c',
    go: 'next',
  },
  email: { go: 'skip' },
  license: { go: 'trial' },
  finish: {},
};

/** Settings of a mail server that is not there. */
export const unreachableMail = {
  host: '127.0.0.1',
  port: '1',
  security: 'none',
  user: 'mailer',
  from_address: 'hello@marlowfinch.example',
  test_address: 'priya@marlowfinch.example',
};

/** Starts the installer as the program does at its first start. */
export async function freshInstaller(changes: Partial<Config> = {}): Promise<FreshInstaller> {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-installer-'));
  const database = sqliteConfig(path.join(folder, 'data', 'database.sqlite'));
  const config = testConfig(folder, database, { installedAt: '', ...changes });
  useMailTransports(mailTransports);
  forgetSettings();
  let installed = 0;
  let server = await listen(config, () => {
    installed += 1;
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    config,
    get origin() {
      return origin();
    },
    isInstalled: () => installed === 1,
    visitor: () => new Visitor(origin()),
    admitted: () => admit(new Visitor(origin()), config),
    restart: async () => {
      await stop(server);
      server = await listen(config, () => {
        installed += 1;
      });
    },
    close: async () => {
      await stop(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Passes steps with good answers, in order, up to and with `last`. */
export async function passSteps(
  visitor: Visitor,
  last: string,
  changes: Record<string, Fields> = {},
): Promise<void> {
  for (const [step, fields] of Object.entries(goodAnswers)) {
    await passOne(visitor, step, changes[step] ?? fields);
    if (step === last) return;
  }
}

/** Passes one step; the step before it must be passed. */
export async function passOne(visitor: Visitor, step: string, fields: Fields): Promise<void> {
  await visitor.get(`/install/${step}`);
  const answer = await visitor.post(`/install/${step}`, fields);
  if (step === 'finish') return;
  if (answer.status !== 303) throw new Error(`${step}: ${answer.status} ${answer.text}`);
  // The tables are made in the background; the page leads on when they are there.
  if (step === 'database') await waitForTables(visitor, answer.location);
}

async function waitForTables(visitor: Visitor, progressPage: string): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const answer = await visitor.get(progressPage);
    if (answer.status === 303) return;
    if (answer.status !== 200) throw new Error(`The tables: ${answer.status} ${answer.text}`);
  }
  throw new Error('The tables were not made in time');
}

async function admit(visitor: Visitor, config: Config): Promise<Visitor> {
  await visitor.get('/install/code');
  await visitor.post('/install/code', { code: setupCode(config) });
  return visitor;
}

async function listen(config: Config, onInstalled: () => void): Promise<Server> {
  const server = createServer(await createInstaller(config, onInstalled));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
