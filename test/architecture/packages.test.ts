import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { inProject, read } from './files.js';

interface Entry {
  version?: string;
  resolved?: string;
  license?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> };
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const entries = Object.entries(lock.packages).filter(([name]) => name !== '');

const start = '<!-- packages: written by the tests, see CONTRIBUTING.md -->';
const end = '<!-- end of packages -->';

/** Packages with a script of their own at installation. Only the driver's is run, by name. */
const withScripts = ['@swc/core', 'better-sqlite3', 'esbuild', 'fsevents'];
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

  it('run no script at installation but those on the list', () => {
    const names = entries
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([name]) => name.replace(/^.*node_modules\//, ''));
    expect([...new Set(names)].filter((name) => !withScripts.includes(name))).to.deep.equal([]);
  });

  it('are pinned', () => {
    const loose = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).filter(
        ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
      ),
    );
    expect(loose).to.deep.equal([]);
  });

  it('that production installs have a licence that allows a commercial product', () => {
    const wrong = entries
      .filter(([name, { dev, license }]) => !dev && !isExcused(name) && !free.test(license ?? ''))
      .map(([name, { license }]) => `${name}: ${license}`);
    expect(wrong).to.deep.equal([]);
  });

  it('that production installs are all named in the third-party notices', () => {
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

function isExcused(name: string): boolean {
  const short = name.replace(/^.*node_modules\//, '');
  return [...excused.keys()].some((known) => short === known || short.startsWith(`${known}-`));
}

/** Packages of production by licence: what somebody who passes the product on has to name. */
function packageList(): string {
  const byLicense = new Map<string, Set<string>>();
  for (const [name, { dev, license }] of entries) {
    if (dev) continue;
    const short = name.replace(/^.*node_modules\//, '');
    const kind = license ?? 'MIT';
    byLicense.set(kind, (byLicense.get(kind) ?? new Set()).add(short));
  }
  const kinds = [...byLicense].sort(([a], [b]) => (a < b ? -1 : 1));
  return kinds.map(([kind, names]) => `**${kind}**: ${[...names].sort().join(', ')}\n`).join('\n');
}
