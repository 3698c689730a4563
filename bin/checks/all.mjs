import { availableParallelism } from 'node:os';
import { explain } from '../prepare/problem.mjs';
import { prepareDevelopment } from '../prepare/program.mjs';
import { lastLines, run } from '../prepare/running.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
const node = (name, file, ...parameters) => ({
  name,
  parameters: [`node_modules/${file}`, ...parameters],
});

/** Each check is a program; the slowest stand first, so that two lanes end together. */
const checks = [
  node('dead code', 'knip/bin/knip.js', '--no-progress'),
  node(
    'imports',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    'server',
    'installer',
    'migrations',
    'license',
    'bin',
    'test',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
  ),
  node('types', 'typescript/bin/tsc', '--noEmit'),
  node(
    'format and lint',
    '@biomejs/biome/bin/biome',
    'check',
    '--error-on-warnings',
    '--max-diagnostics=50',
  ),
  { name: 'templates', parameters: ['bin/checks/templates.mjs'] },
];

/** Runs every check to its end and prints what each found. */
export async function runCheckCommand() {
  try {
    await prepareDevelopment(say);
    const { output, passed, failed, ms } = await runChecks(say);
    if (output) say(`\n${output}`);
    say(`\n${passed} checks passed, ${failed} failed in ${(ms / 1000).toFixed(1)} s`);
    if (failed > 0) process.exitCode = 1;
  } catch (error) {
    explain(error);
  }
}

/** The checks as one suite: its numbers and the words of those that failed. */
export async function runChecks(report = () => {}) {
  const started = Date.now();
  const queue = [...checks];
  const findings = [];
  const lane = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const begun = Date.now();
      const { code, output } = await run(process.execPath, check.parameters);
      report(
        `${code === 0 ? 'ok    ' : 'FAILED'} ${check.name.padEnd(16)} ${((Date.now() - begun) / 1000).toFixed(1)} s`,
      );
      if (code !== 0) findings.push(`${check.name}:\n${lastLines(output, 120)}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
  return {
    name: 'check',
    passed: checks.length - findings.length,
    failed: findings.length,
    skipped: [],
    output: findings.join('\n\n'),
    ms: Date.now() - started,
  };
}
