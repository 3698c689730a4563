import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inProject, root } from '../prepare/paths.mjs';

/** One line about a suite: its name, numbers and time. */
export function suiteLine({ name, passed, failed, skipped, ms }) {
  const time = `${(ms / 1000).toFixed(1)} s`;
  return `${name.padEnd(14)} ${counts({ passed, failed, skipped: skipped.length }).padEnd(40)} ${time.padStart(8)}`;
}

/** The numbers as the last line of every run prints them. */
export function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The numbers over all suites. */
export function total(results) {
  const sum = (of) => results.reduce((all, result) => all + of(result), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped.length),
  };
}

/** Writes the dated result of the long trials to docs/trials/ and returns the path of the page. */
export function writeTrials(results, { trialsFile, seed, database }) {
  const date = new Date().toISOString().slice(0, 10);
  const trials = existsSync(trialsFile) ? readFileSync(trialsFile, 'utf8').trim().split('\n') : [];
  const page = [
    `# Long trials of ${date}`,
    '',
    `Commit ${commit()}, Node ${process.versions.node}, ${availableParallelism()} cores, ${database}, seed ${seed}.`,
    '',
    '| suite | passed | failed | skipped | seconds |',
    '| --- | --- | --- | --- | --- |',
    ...results.map(tableRow),
    '',
    ...trials.filter(Boolean).map((line) => `- ${line}`),
    '',
  ].join('\n');
  const name = `docs/trials/${date}${database === 'sqlite' ? '' : `-${database}`}.md`;
  mkdirSync(inProject('docs', 'trials'), { recursive: true });
  writeFileSync(inProject(name), page);
  return name;
}

function tableRow({ name, passed, failed, skipped, ms }) {
  return `| ${name} | ${passed} | ${failed} | ${skipped.length} | ${Math.round(ms / 1000)} |`;
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).toString().trim();
  } catch {
    return 'unknown';
  }
}
