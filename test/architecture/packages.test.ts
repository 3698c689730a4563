import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { inProject, read } from './files.js';

interface Entry {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  license?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> };
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const kinds = ['dependencies', 'optionalDependencies', 'devDependencies'];
const entries = Object.entries(lock.packages).filter(([name]) => name !== '');

const start = '<!-- packages: written by the tests, see CONTRIBUTING.md -->';
const end = '<!-- end of packages -->';

/** Packages with a script of their own at installation. Only the driver's is run, by name. */
const withScripts = ['@swc/core', 'better-sqlite3', 'esbuild'];
/** The first versions without the holes that others were attacked through (CVE 36, 39, 42, 43, 59, 60). */
const firstSound = new Map([
  ['body-parser', '1.20.3'],
  ['ejs', '3.1.10'],
  ['express', '4.20.0'],
  ['knex', '2.4.0'],
  ['markdown-it', '14.1.1'],
  ['multer', '2.1.0'],
  ['nodemailer', '7.0.11'],
  ['on-headers', '1.1.0'],
  ['qs', '6.14.1'],
  ['send', '0.19.0'],
  ['serve-static', '1.16.0'],
]);
/** Licences under which a commercial product may be built on a package. */
const free =
  /^\(?(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-[34]\.0|Python-2\.0|PSF-2\.0|Unlicense|WTFPL|MPL-2\.0|OFL-1\.1|Artistic-2\.0)\b/;
/** Packages whose licence is another or not read by npm, with the reason why they may run here. */
const excused = new Map([
  ['@img/sharp-libvips', 'LGPL: a library of its own that its user can replace'],
  ['busboy', 'MIT, written in an old form'],
  ['streamsearch', 'MIT, written in an old form'],
]);

describe('Packages', () => {
  it('come from wherever the registry of this machine is: the lock file names no host', () => {
    const hosts = entries.filter(([, { resolved }]) => resolved?.startsWith('http'));
    expect(hosts.map(([name]) => name)).to.deep.equal([]);
  });

  it('SEC 67 run no script at installation but those on the list, and of these only the driver’s', () => {
    const names = entries
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([name]) => shortName(name));
    expect([...new Set(names)].sort()).to.deep.equal(withScripts);
    expect(manifest.allowScripts).to.deep.equal({ 'better-sqlite3': true });
    for (const file of ['bin/prepare/packages.mjs', 'bin/prepare/sqlite3-fallback.mjs']) {
      const installing = read(file).match(/\[\s*'(?:ci|install)',[^\]]*\]/g);
      expect(installing, file).to.have.length(1);
      expect(installing?.[0], file).to.include("'--ignore-scripts'");
    }
  });

  it('SEC 67 CVE 60 are pinned, and the lock file holds the same versions', () => {
    const rooted = lock.packages[''] as unknown as typeof manifest;
    for (const kind of kinds) {
      const wanted = manifest[kind] ?? {};
      expect(rooted[kind], kind).to.deep.equal(wanted);
      for (const [name, version] of Object.entries(wanted)) {
        expect(version, name).to.match(/^\d+\.\d+\.\d+$/);
        expect(lock.packages[`node_modules/${name}`]?.version, name).to.equal(version);
      }
    }
    expect(read('bin/prepare/sqlite3-fallback.mjs')).to.match(/fallbackVersion = '\d+\.\d+\.\d+'/);
  });

  it('SEC 67 CVE 60 are each known by the sum of their content', () => {
    const unknown = entries.filter(
      ([, { integrity, link }]) => link || !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''),
    );
    expect(unknown.map(([name]) => name)).to.deep.equal([]);
  });

  it('CVE 60 are past the holes that others were attacked through', () => {
    const found = entries.filter(([name]) => firstSound.has(shortName(name)));
    expect(found.length).to.be.at.least(firstSound.size);
    const early = found.filter(
      ([name, { version }]) =>
        !isAtLeast(version ?? '0', firstSound.get(shortName(name)) as string),
    );
    expect(early.map(([name, { version }]) => `${name} ${version}`)).to.deep.equal([]);
  });

  it('that production installs have a licence that allows a commercial product', () => {
    const wrong = entries
      .filter(([name, { dev, license }]) => !dev && !isExcused(name) && !free.test(license ?? ''))
      .map(([name, { license }]) => `${name}: ${license}`);
    expect(wrong).to.deep.equal([]);
  });

  it('SEC 67 that production installs are all named in the third-party notices', () => {
    const file = 'license/THIRD-PARTY.md';
    const [before, rest = ''] = read(file).split(start);
    const [found, after] = rest.split(end);
    const notices = `\n${packageList()}\n`;
    if (process.env.TEST_UPDATE === '1' && after !== undefined) {
      writeFileSync(inProject(file), `${before}${start}${notices}${end}${after}`);
      return;
    }
    expect(found).to.equal(notices);
  });
});

function shortName(name: string): string {
  return name.replace(/^.*node_modules\//, '');
}

function isAtLeast(version: string, least: string): boolean {
  const wanted = least.split('.').map(Number);
  const held = version.split('.').map(Number);
  const at = wanted.findIndex((part, index) => part !== held[index]);
  return at < 0 || (held[at] ?? 0) > (wanted[at] ?? 0);
}

function isExcused(name: string): boolean {
  const short = shortName(name);
  return [...excused.keys()].some((known) => short === known || short.startsWith(`${known}-`));
}

/** Packages of production by licence: what somebody who passes the product on has to name. */
function packageList(): string {
  const byLicense = new Map<string, Set<string>>();
  for (const [name, { dev, license }] of entries) {
    if (dev) continue;
    const short = shortName(name);
    const kind = license ?? 'MIT';
    byLicense.set(kind, (byLicense.get(kind) ?? new Set()).add(short));
  }
  const kinds = [...byLicense].sort(([a], [b]) => (a < b ? -1 : 1));
  return kinds.map(([kind, names]) => `**${kind}**: ${[...names].sort().join(', ')}\n`).join('\n');
}
