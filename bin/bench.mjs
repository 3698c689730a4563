// `npm run bench`: builds the product as `npm start` would, then measures it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { prepareDevelopment } = await import('./prepare/program.mjs');
await prepareDevelopment((line) => process.stderr.write(`${line}\n`));
const { build } = await import('./prepare/build.mjs');
await build();
const args = ['--import', 'tsx', 'test/bench/main.ts', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
