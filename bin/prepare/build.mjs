import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { inProject, root } from './paths.mjs';
import { Problem } from './problem.mjs';

/** Folders whose TypeScript is compiled; dist/ mirrors them, so relative imports stay right. */
const folders = ['server', 'installer', 'migrations', 'license', 'bin'];
const stamp = inProject('dist', '.build');

/** Whether dist/ was made from the sources as they are now. Looks at names, sizes and times only. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(listSources());
}

/** Compiles each source file to its own file in dist/: types are stripped, nothing is joined. */
export async function build() {
  const sources = listSources();
  const mark = fingerprint(sources);
  rmSync(stamp, { force: true });
  for (const folder of folders) removeOthers(folder, new Set(sources.map(outputOf)));
  for (const source of sources.filter((file) => !isTypeScript(file))) copy(source);
  await transpile(sources.filter(isTypeScript));
  writeFileSync(stamp, mark);
}

async function transpile(sources) {
  const esbuild = await import('esbuild');
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: sources,
      outdir: 'dist',
      outbase: '.',
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      sourcemap: true,
      logLevel: 'silent',
    });
  } catch (error) {
    throw new Problem(`The sources could not be compiled:\n${error.message}`);
  } finally {
    await esbuild.stop();
  }
}

function listSources() {
  return folders
    .flatMap((folder) => filesBelow(folder))
    .filter(isSource)
    .sort();
}

function isSource(file) {
  if (file.endsWith('.d.ts')) return false;
  if (file.startsWith('bin/')) return isTypeScript(file);
  return isTypeScript(file) || file.endsWith('.json');
}

function isTypeScript(file) {
  return file.endsWith('.ts');
}

function filesBelow(folder) {
  if (!existsSync(inProject(folder))) return [];
  return readdirSync(inProject(folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(name);
    return entry.isFile() ? [name] : [];
  });
}

function fingerprint(sources) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const source of sources) {
    const { size, mtimeMs } = statSync(inProject(source));
    // Whole seconds: images and archives keep no finer times.
    hash.update(`\n${source} ${size} ${Math.floor(mtimeMs / 1000)}`);
  }
  return hash.digest('hex');
}

function outputOf(source) {
  return `dist/${source.replace(/\.ts$/, '.js')}`;
}

/** A deleted source must not live on as a compiled file: migrations are found by listing them. */
function removeOthers(folder, wanted) {
  for (const file of filesBelow(`dist/${folder}`)) {
    if (!wanted.has(file.replace(/\.map$/, ''))) rmSync(inProject(file));
  }
}

function copy(source) {
  const target = inProject(outputOf(source));
  mkdirSync(path.dirname(target), { recursive: true });
  copyFileSync(inProject(source), target);
}
