import type { Config } from '../server/core/config/index.js';
import {
  type Check,
  checkClock,
  checkDisk,
  checkFolder,
  checkMemory,
  checkNode,
} from '../server/core/health/index.js';
import { createUploads } from '../server/core/storage/index.js';

/** Everything the product needs from this machine, each with pass or what is missing. */
export async function checkRequirements(config: Config, isSecure: boolean): Promise<Check[]> {
  // A failure shows in the check of the folder itself, with words on how to mend it.
  await createUploads().catch(() => undefined);
  return [
    checkNode(),
    await checkFolder('data_folder', config.dataDirectory),
    await checkFolder('uploads_folder', config.uploadsDirectory),
    await checkDisk(config.dataDirectory),
    checkMemory(),
    checkClock(),
    { name: 'https', status: isSecure ? 'ok' : 'warn', values: {} },
  ];
}
