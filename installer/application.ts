import type { Express } from 'express';
import type { Config } from '../server/core/config/index.js';
import { useSecretKey } from '../server/core/crypto/index.js';
import { createApplication, useChrome } from '../server/core/http/index.js';
import { useUploads } from '../server/core/storage/index.js';
import { brandSheet } from '../server/features/settings/index.js';
import { gate } from './gate.js';
import { beginInstallation, type Installation } from './installation.js';
import { installerRoutes } from './installer.routes.js';
import { setupCode } from './setup-code.js';

/** The installer as an application: it answers every address until the installation is finished. */
export async function createInstaller(
  config: Config,
  onInstalled: Installation['onInstalled'],
): Promise<Express> {
  useSecretKey(config.secretKey);
  useUploads(config.uploadsDirectory);
  setupCode(config);
  const installation = beginInstallation(config, onInstalled);
  useChrome({ brand: () => productBrand });
  return createApplication({
    config,
    routes: installerRoutes,
    hasSessions: false,
    before: [gate(installation)],
  });
}

/** Only here the product speaks in its own name. */
const productBrand = {
  name: 'Task Session',
  workspaceName: 'Task Session',
  logoUrl: null,
  logoDarkUrl: null,
  faviconUrl: null,
  cssUrl: `/brand.css?v=${brandSheet('#1f6f5c').version}`,
  timezone: 'UTC',
  locale: 'en',
  theme: 'auto' as const,
  showsProduct: true,
};
