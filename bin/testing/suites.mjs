import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { inProject } from '../prepare/paths.mjs';

/** Folders of test/ in the order in which their lines are printed; others follow by name. */
const order = [
  'architecture',
  'core',
  'features',
  'plugins',
  'access',
  'installer',
  'faults',
  'journeys',
];

/** They start whole products and browsers, so they come last and share the machine with each other alone. */
const heavy = new Set(['faults', 'journeys']);

/** What they try is the same whatever the database, so once, on SQLite, is enough; or SQLite's alone. */
const withoutServers = [
  ...['abuse', 'disk-uploads', 'license', 'limits', 'live-connections', 'slow-connections'],
  ...['busy', 'disk', 'power-loss-copies'],
].map((name) => `test/faults/${name}.test.ts`);

/** Suites whose files the servers share when a run says so. */
const shareable = new Set(['features', 'access', 'installer', 'faults']);
/** What each server must show in every run: what people do at one moment, in two processes. */
const unshared = ['two-processes', 'at-once'].map((name) => `test/faults/${name}.test.ts`);
const servers = ['postgres', 'mariadb'];

/** It takes as long as several others, so it begins first: nothing waits for it in the end. */
const longest = 'test/journeys/every-page.test.ts';

/**
 * Leaves a server its share of the files: each belongs to one of the two, which one the seed draws
 * anew for every run. SQLite, and the long trials on every server, run all of them.
 */
export function shareOf(suites, { database, seed }) {
  const isOurs = (file) => {
    if (unshared.includes(file)) return true;
    const drawn = createHash('sha256').update(`${seed} ${file}`).digest().readUInt8(0) % 2;
    return servers[drawn] === database;
  };
  return suites
    .map((suite) =>
      shareable.has(suite.name) ? { ...suite, files: suite.files.filter(isOurs) } : suite,
    )
    .filter(({ files }) => files.length > 0);
}

/**
 * The suites with their files. A word that is a suite's name chooses that suite, another one the
 * files with that word in their path; without words all are chosen. Suites on a server leave out
 * the files that do not depend on it.
 */
export function chooseSuites(words, database = 'sqlite') {
  const isLeftOut = (file) => database !== 'sqlite' && withoutServers.includes(file);
  const all = suiteNames().map((name) => ({
    name,
    isHeavy: heavy.has(name),
    files: testFiles(`test/${name}`).filter((file) => !isLeftOut(file)),
  }));
  const names = new Set(all.map(({ name }) => name));
  const wholes = words.filter((word) => names.has(word));
  const parts = words.filter((word) => !names.has(word));
  return all
    .map((suite) => ({ ...suite, files: chooseFiles(suite, { words, wholes, parts }) }))
    .filter(({ files }) => files.length > 0);
}

/** Files of one process: with many, one long suite would keep one core and leave the others idle. */
const mostFiles = { heavy: 3, light: 9 };

/** A suite as processes that several cores can share. */
export function inParts(suite) {
  const most = suite.isHeavy ? mostFiles.heavy : mostFiles.light;
  const others = suite.files.filter((file) => file !== longest);
  const hands = Math.ceil(others.length / most);
  // Neighbours in the alphabet are alike in length, so they are dealt out like cards.
  const parts = Array.from({ length: hands }, (_, part) =>
    others.filter((_file, at) => at % hands === part),
  );
  if (others.length < suite.files.length) parts.unshift([longest]);
  if (parts.length <= 1) return [suite];
  return parts.map((files, at) => ({
    ...suite,
    name: `${suite.name} ${at + 1}/${parts.length}`,
    isLongest: files.includes(longest),
    files,
  }));
}

/** The files that hold a test whose title has these words: for a pattern that is no path. */
export function suitesByTitle(text) {
  return chooseSuites([])
    .map((suite) => ({
      ...suite,
      files: suite.files.filter((file) => readFileSync(inProject(file), 'utf8').includes(text)),
    }))
    .filter(({ files }) => files.length > 0);
}

/** Whether a test opens a browser. */
export function needsBrowser(file) {
  return readFileSync(inProject(file), 'utf8').includes('support/browser.js');
}

/** Whether a test watches what a process asks of the kernel. */
export function needsStrace(file) {
  return readFileSync(inProject(file), 'utf8').includes('support/tracing.js');
}

function chooseFiles(suite, { words, wholes, parts }) {
  if (words.length === 0 || wholes.includes(suite.name)) return suite.files;
  return suite.files.filter((file) => parts.some((part) => file.includes(part)));
}

function suiteNames() {
  const found = readdirSync(inProject('test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'support')
    .map(({ name }) => name);
  const rank = (name) => (order.includes(name) ? order.indexOf(name) : order.length);
  return found.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

function testFiles(folder) {
  if (!existsSync(inProject(folder))) return [];
  return readdirSync(inProject(folder), { withFileTypes: true })
    .flatMap((entry) => {
      if (entry.isDirectory()) return testFiles(`${folder}/${entry.name}`);
      return entry.name.endsWith('.test.ts') ? [`${folder}/${entry.name}`] : [];
    })
    .sort();
}

/** Which database servers answer on this machine. */
export async function reachableServers() {
  const servers = [
    { name: 'postgres', host: process.env.PGHOST, port: 5432 },
    { name: 'mariadb', host: process.env.MYSQL_HOST, port: 3306 },
  ];
  const answers = await Promise.all(
    servers.map(({ host, port }) => answersAt(host || '127.0.0.1', port)),
  );
  return servers.filter((_server, index) => answers[index]).map(({ name }) => name);
}

function answersAt(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
