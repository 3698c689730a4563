import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openInstallation } from '../../server/boot.js';
import { makeDemo } from '../../server/commands/demo/index.js';
import { loadConfig, writeSettingsFile } from '../../server/core/config/index.js';
import { useSecretKey } from '../../server/core/crypto/index.js';
import { closeDatabase } from '../../server/core/database/index.js';
import { createUploads, markInstalled, useUploads } from '../../server/core/storage/index.js';
import { hashPassword } from '../../server/features/accounts/index.js';
import { foundInstallation } from '../../server/features/settings/index.js';
import { addCrowd, type CrowdSize } from './crowd.js';

/** An installation of the product with the demo in it, in a folder of its own. */
export interface Instance {
  environment: Record<string, string>;
  password: string;
  signInAs: { admin: string; client: string };
  remove(): void;
}

const password = 'measured harbour lantern 42';

/** Installs the product with the installer's own service and fills it with a demo of so many tasks and a crowd. */
export async function makeInstance(
  tasks: number,
  crowd: CrowdSize = { people: 0, roles: 0 },
): Promise<Instance> {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-bench-'));
  const environment = {
    DATA_DIRECTORY: path.join(folder, 'data'),
    UPLOADS_DIRECTORY: path.join(folder, 'uploads'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    NODE_ENV: 'production',
  };
  const config = loadConfig(environment);
  useSecretKey(config.secretKey);
  useUploads(config.uploadsDirectory);
  await createUploads();
  await openInstallation(config);
  await foundInstallation({
    organisation: 'Marlow & Finch',
    administrator: {
      name: 'Owner',
      email: 'owner@example.com',
      passwordHash: await hashPassword(password),
    },
    workspaceSettings: { 'general.timezone': 'Europe/London', 'general.currency': 'GBP' },
    installationSettings: { 'general.base_url': 'http://127.0.0.1:3000' },
  });
  const { signInAs } = await makeDemo({ tasks, password });
  await addCrowd(crowd);
  await closeDatabase();
  writeSettingsFile(config.dataDirectory, { installedAt: new Date().toISOString() });
  await markInstalled();
  return {
    environment,
    password,
    signInAs,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
