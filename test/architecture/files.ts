import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../server/core/config/index.js';

const folders = ['server', 'installer', 'migrations', 'license', 'bin', 'public', 'test'];

/** Code of the project below some folders, as paths from the project's root. */
export function codeFiles(among: readonly string[] = folders): string[] {
  return projectFiles(among, /\.(ts|mjs|cjs|js)$/).filter((file) => !file.endsWith('.d.ts'));
}

/** Files below some folders whose path fits. */
export function projectFiles(among: readonly string[], pattern: RegExp): string[] {
  return among
    .filter((folder) => existsSync(inProject(folder)))
    .flatMap((folder) => filesBelow(folder))
    .filter((file) => pattern.test(file))
    .sort();
}

/** The text of a file of the project. */
export function read(file: string): string {
  return readFileSync(inProject(file), 'utf8');
}

/** Where a file of the project lies on this machine. */
export function inProject(file: string): string {
  return path.join(projectRoot, file);
}

function filesBelow(folder: string): string[] {
  return readdirSync(inProject(folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(name);
    return [name];
  });
}
