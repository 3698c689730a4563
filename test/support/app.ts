import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApp } from '../../server/app.js';
import type { Config } from '../../server/core/config/index.js';
import { hashToken, newToken, signatureOf, useSecretKey } from '../../server/core/crypto/index.js';
import { insertRow, table } from '../../server/core/database/index.js';
import { day, now, setClock } from '../../server/core/dates/index.js';
import { forgetSettings, loadSettings } from '../../server/core/settings/index.js';
import { createUploads, useUploads } from '../../server/core/storage/index.js';
import { testConfig } from './config.js';
import { openTestDatabase } from './database.js';
import { Visitor } from './visitor.js';

/** The real product on a database and a port of its own. */
export interface TestApp {
  origin: string;
  config: Config;
  server: Server;
  /** Somebody who is not signed in. */
  visitor(): Visitor;
  /** Somebody with a live session, made without the sign-in form, which has tests of its own. */
  signedIn(userId: number): Promise<Visitor>;
  close(): Promise<void>;
}

/** Starts the product on an empty, migrated database. */
export async function startTestApp(changes: Partial<Config> = {}): Promise<TestApp> {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-app-'));
  const database = await openTestDatabase();
  const config = testConfig(folder, database.config, changes);
  useSecretKey(config.secretKey);
  useUploads(config.uploadsDirectory);
  await createUploads();
  forgetSettings();
  await loadSettings();
  const server = createServer(createApp(config));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    config,
    server,
    visitor: () => new Visitor(origin),
    signedIn: (userId) => signIn(new Visitor(origin), userId),
    close: async () => {
      setClock();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function signIn(visitor: Visitor, userId: number): Promise<Visitor> {
  const membership = (await table('memberships').where({ user_id: userId }).first()) as {
    workspace_id: number;
    version: number;
  };
  const token = newToken();
  const at = now();
  await insertRow('sessions', {
    token_hash: hashToken(token),
    user_id: userId,
    workspace_id: membership.workspace_id,
    rights_version: membership.version,
    data: JSON.stringify({ csrfToken: newToken(), confirmedAt: at }),
    is_remembered: 0,
    ip_address: '127.0.0.1',
    user_agent: 'test',
    created_at: at,
    seen_at: at,
    expires_at: at + day,
  });
  const secret = signatureOf('session secret', 'express-session');
  const signature = createHmac('sha256', secret).update(token).digest('base64').replace(/=+$/, '');
  visitor.cookies.set('session', encodeURIComponent(`s:${token}.${signature}`));
  return visitor;
}
