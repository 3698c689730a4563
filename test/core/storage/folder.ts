import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { useUploads } from '../../../server/core/storage/index.js';

/** An uploads folder of a test's own; `files()` lists everything in it that is not a folder. */
export function temporaryUploads() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'uploads-'));
  useUploads(folder);
  return {
    folder,
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
        .sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
