import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { runChecks } from '../checks/all.mjs';
import { explain, Problem } from '../prepare/problem.mjs';
import { prepareDevelopment } from '../prepare/program.mjs';
import { findChromium } from './chromium.mjs';
import { coverageEnvironment, reportCoverage } from './coverage.mjs';
import { counts, suiteLine, total, writeTrials } from './report.mjs';
import { countTests, runSuite } from './run-suite.mjs';
import {
  chooseSuites,
  inParts,
  needsBrowser,
  needsStrace,
  reachableServers,
  shareOf,
  suitesByTitle,
} from './suites.mjs';
import { prepareStrace } from './system-packages.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
const isStrict = process.env.CI === 'true';
const engines = ['sqlite', 'postgres', 'mariadb'];
const serverNames = { postgres: 'PostgreSQL', mariadb: 'MariaDB' };

/** Runs what the words choose, prints a line a suite and the numbers last, sets the exit code. */
export async function runTests(parameters) {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-test-'));
  // Leaving by exit() lets each suite that runs end what it started.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  try {
    const options = readOptions(parameters);
    await prepareDevelopment(say);
    const checks =
      options.words.length === 0 && options.database === 'sqlite' ? [await check()] : [];
    const results = [...checks, ...(await runSuites(options, folder))];
    conclude(results, options, folder);
  } catch (error) {
    explain(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOptions(parameters) {
  const flag = (name) => parameters.includes(`--${name}`);
  const value = parameters.find((word) => word.startsWith('--database='))?.split('=')[1];
  const database = value ?? (process.env.TEST_DATABASE || 'sqlite');
  if (!engines.includes(database)) {
    throw new Problem(`--database=${database} is not known; allowed are ${engines.join(', ')}.`);
  }
  return {
    words: parameters.filter((word) => !word.startsWith('--')),
    isLong: flag('long'),
    withCoverage: flag('coverage'),
    database,
    isShared: flag('shared'),
    seed: process.env.TEST_SEED || String(Math.floor(Math.random() * 1e9)),
  };
}

async function check() {
  const result = await runChecks();
  tell(result);
  return result;
}

async function runSuites(options, folder) {
  const suites = choose(options).flatMap(inParts);
  const isBrowserNeeded = suites.some(({ files }) => files.some(needsBrowser));
  const chromium = isBrowserNeeded ? await findChromium(say) : undefined;
  if (suites.some(({ files }) => files.some(needsStrace))) await prepareStrace(say);
  const servers = await reachableServers();
  const env = environment(options, { folder, chromium, servers });
  const isDatabaseThere = options.database === 'sqlite' || servers.includes(options.database);
  const queue = suites.flatMap((suite) => {
    if (!isDatabaseThere) return [{ ...suite, lack: serverNames[options.database] }];
    return isBrowserNeeded && !chromium ? withoutBrowser(suite) : [suite];
  });
  const runOne = async (suite) => {
    const result = suite.lack
      ? leaveOut(suite)
      : judge(await runSuite(suite, { env, isLong: options.isLong }));
    tell(result);
    return result;
  };
  const light = await runLanes(
    queue.filter(({ isHeavy }) => !isHeavy),
    runOne,
    2,
  );
  // The long trials measure, and a neighbour would be measured with them.
  const heavy = await runLanes(
    queue
      .filter(({ isHeavy }) => isHeavy)
      .sort((one, other) => Number(other.isLongest ?? false) - Number(one.isLongest ?? false)),
    runOne,
    options.isLong ? 1 : 2,
  );
  return [...light, ...heavy];
}

/** Works a list off in some lanes at once, as many as there are cores at most. */
async function runLanes(list, work, most) {
  const waiting = [...list];
  const results = [];
  const lane = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(most, availableParallelism()) }, lane));
  return results;
}

/** Splits a suite into what can run here and what cannot. */
function withoutBrowser(suite) {
  const split = (wanted) => suite.files.filter((file) => needsBrowser(file) === wanted);
  return [
    { ...suite, files: split(false) },
    { ...suite, files: split(true), lack: 'Chromium' },
  ].filter(({ files }) => files.length > 0);
}

function tell(result) {
  say(suiteLine(result));
  if (result.output) say(`\n${result.output}\n`);
}

function choose({ words, database, isShared, isLong, seed }) {
  const suites = chooseSuites(words, database);
  const isWhole = !isShared || isLong || database === 'sqlite';
  if (suites.length > 0) return isWhole ? suites : shareOf(suites, { database, seed });
  const text = words.join(' ');
  const found = suitesByTitle(text).map((suite) => ({ ...suite, grep: text }));
  if (found.length === 0) throw new Problem(`No suite, file or title has "${text}".`);
  return found;
}

function environment(options, { folder, chromium, servers }) {
  return {
    ...process.env,
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
    ...(options.withCoverage ? coverageEnvironment() : {}),
    NODE_ENV: 'test',
    ...(chromium ? { CHROMIUM: chromium } : {}),
    TEST_DATABASE: options.database,
    TEST_SERVERS: servers.join(','),
    TEST_SEED: options.seed,
    TEST_LONG: options.isLong ? '1' : '',
    TEST_TRIALS: path.join(folder, 'trials.txt'),
  };
}

function leaveOut({ name, files, lack }) {
  const output = `${files.join(', ')} could not run: ${lack} was not found on this machine.`;
  const skipped = Array.from(
    { length: Math.max(1, countTests(files)) },
    () => `${name}: no ${lack}`,
  );
  return { name, passed: 0, failed: isStrict ? 1 : 0, skipped, output, ms: 0, isLeftOut: true };
}

/** In CI a suite that skipped all of its tests though it could run has not tested anything. */
function judge(result) {
  const isEmpty = result.passed === 0 && result.failed === 0;
  if (isStrict && isEmpty) {
    result.failed = 1;
    result.output += `\n${result.name} skipped everything although what it needs is here.`;
  }
  return result;
}

function conclude(results, options, folder) {
  const skipped = results.filter(({ isLeftOut }) => !isLeftOut).flatMap((result) => result.skipped);
  if (skipped.length > 0) say(`\nSkipped:\n${skipped.map((title) => `  ${title}`).join('\n')}`);
  if (options.withCoverage) say(reportCoverage());
  if (options.isLong) {
    say(
      `Written: ${writeTrials(results, { ...options, trialsFile: path.join(folder, 'trials.txt') })}`,
    );
  }
  const sums = total(results);
  if (sums.failed > 0) {
    process.exitCode = 1;
    say(`\nTo repeat the same random choices: TEST_SEED=${options.seed}`);
  }
  say(`\n${counts(sums)}`);
}
