import { useConfig } from '../../../server/core/config/index.js';
import { table } from '../../../server/core/database/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { hashPassword } from '../../../server/features/accounts/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { startGoogle, type TestGoogle } from '../../support/google.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';

/** The product with the small world in it, set up to sign people in by a provider on loopback. */
export interface GoogleWorld {
  app: TestApp;
  world: World;
  google: TestGoogle;
  close(): Promise<void>;
}

/** Starts both; everybody of the small world has its password. */
export async function makeGoogleWorld(): Promise<GoogleWorld> {
  const app = await startTestApp();
  const google = await startGoogle(`${app.origin}/auth/google/callback`);
  useConfig({ ...app.config, googleIssuer: google.issuer });
  const world = await makeWorld();
  await table('users').update({ password_hash: await hashPassword(worldPassword) });
  await saveInstallationSettings({
    'general.base_url': app.origin,
    'google.client_id': google.clientId,
    'google.client_secret': google.clientSecret,
  });
  return {
    app,
    world,
    google,
    close: async () => {
      await google.close();
      await app.close();
    },
  };
}
