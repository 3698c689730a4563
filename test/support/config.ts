import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Config, DatabaseConfig } from '../../server/core/config/index.js';

/** Start-up settings for tests, with everything below one folder. */
export function testConfig(
  folder: string,
  database: DatabaseConfig,
  changes: Partial<Config> = {},
): Config {
  return {
    host: '127.0.0.1',
    port: 0,
    baseUrl: '',
    trustProxy: 'loopback',
    googleIssuer: 'https://accounts.google.com',
    dataDirectory: path.join(folder, 'data'),
    uploadsDirectory: path.join(folder, 'uploads'),
    database,
    secretKey: randomBytes(32),
    changesPerMinute: 100_000,
    logLevel: 'silent',
    compression: true,
    worker: false,
    diagnostics: true,
    mode: 'test',
    installedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}
