import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds package.json: the same whether the program runs from its sources or from
 * the compiled copy in dist/.
 */
export const projectRoot = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** The folder the running code was loaded from: the project root, or dist/ inside it. */
export const codeRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('package.json was not found above the program');
  return findRoot(parent);
}
