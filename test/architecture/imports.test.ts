import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { codeFiles, inProject } from './files.js';

interface Scan {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

const listed = `import { below } from './features/below/index.js';
import { above } from './features/above/index.js';
export const features = [above, below];
`;

/** A small house in which everything is where it belongs. */
const house: Record<string, string> = {
  'server/features.ts': listed,
  'server/boot.ts': `import '../installer/index.js';\nexport const boot = 1;\n`,
  'server/core/license.ts': `export { check } from '../../license/verify.js';\n`,
  'server/core/text.ts': 'export const text = 1;\n',
  'server/core/database/index.ts': `import knex from 'knex';\nexport const table = knex;\n`,
  'server/core/http/index.ts': `import helmet from 'helmet';\nexport const http = helmet;\n`,
  'server/features/above/index.ts': `export { one } from './above.service.js';\nexport const above = 1;\n`,
  'server/features/above/above.service.ts': `import { text } from '../../core/text.js';\nexport const one = text;\n`,
  'server/features/below/index.ts': `import { above } from '../above/index.js';\nexport const below = above;\n`,
  'server/features/outside/index.ts': 'export const outside = 1;\n',
  'server/plugins/mail/index.ts': `import { text } from '../../core/text.js';\nexport const mail = text;\n`,
  'installer/index.ts': `import { text } from '../server/core/text.js';\nexport const installer = text;\n`,
  'license/verify.ts': 'export const check = 1;\n',
  'migrations/202601010000_create_things.ts': `import { table } from '../server/core/database/index.js';\nexport const up = table;\n`,
  'test/one.test.ts': 'export const one = 1;\n',
};

/** One file for each rule that breaks this rule and is found by its name. */
const plants: Record<string, [file: string, text: string]> = {
  'above-knows-nothing-below-it': [
    'server/features/above/plant-order.ts',
    `import '../below/index.js';\n`,
  ],
  'outside-is-not-in-the-list': [
    'server/features/below/plant-list.ts',
    `import '../outside/index.js';\n`,
  ],
  'rooms-have-front-doors': [
    'server/features/below/plant-door.ts',
    `import '../above/above.service.js';\n`,
  ],
  'index-is-for-others': ['server/features/below/plant-index.ts', `import './index.js';\n`],
  'rooms-do-not-know-the-house': [
    'server/features/below/plant-house.ts',
    `import '../../boot.js';\n`,
  ],
  'core-knows-no-room': [
    'server/core/plant-room.ts',
    `import type { above } from '../features/above/index.js';\nexport type Above = typeof above;\n`,
  ],
  'plugins-know-core-and-their-contract': [
    'server/plugins/mail/plant-plugin.ts',
    `import '../../features/above/index.js';\n`,
  ],
  'installer-knows-three-front-doors': [
    'installer/plant-installer.ts',
    `import '../server/features/above/index.js';\n`,
  ],
  'only-boot-opens-the-installer': ['server/plant-opener.ts', `import '../installer/index.js';\n`],
  'only-core-database-knows-knex': [
    'server/features/above/plant-knex.ts',
    `import knex from 'knex';\nexport const own = knex;\n`,
  ],
  'only-core-http-knows-web-packages': [
    'server/features/above/plant-helmet.ts',
    `import helmet from 'helmet';\nexport const own = helmet;\n`,
  ],
  'only-core-license-opens-the-license': [
    'server/core/plant-license.ts',
    `import '../../license/verify.js';\n`,
  ],
  'migrations-know-the-schema-words-only': [
    'migrations/202601010001_plant_rooms.ts',
    `import '../server/features/above/index.js';\n`,
  ],
  'product-knows-no-tests-or-tools': ['server/plant-tests.ts', `import '../test/one.test.js';\n`],
  'production-packages-only': [
    'server/core/plant-tool.ts',
    `import { expect } from 'chai';\nexport const tool = expect;\n`,
  ],
  'imports-resolve': ['server/core/plant-nothing.ts', `import './not-here.js';\n`],
};

describe('Import rules', function () {
  // A scan reads every file of the project.
  this.timeout(120_000);

  it('are kept by the whole project, and the scan has seen all of it', () => {
    const folders = ['server', 'installer', 'migrations', 'license', 'bin', 'test'];
    const files = codeFiles(folders);
    const { modules, summary } = scan(inProject('.'), folders);
    const seen = new Set(modules.map(({ source }) => source));
    expect(files.filter((file) => !seen.has(file))).to.deep.equal([]);
    expect(seen.size).to.be.above(200);
    expect(summary.violations.map(describeViolation)).to.deep.equal([]);
  });

  describe('in a small house', () => {
    let folder: string;

    before(() => {
      folder = build(house);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it('find nothing where everything is in its place', () => {
      expect(
        scan(folder, topFolders(house)).summary.violations.map(describeViolation),
      ).to.deep.equal([]);
    });

    it('find each planted mistake under the name of its rule', () => {
      for (const [file, text] of Object.values(plants)) write(folder, file, text);
      const { violations } = scan(folder, topFolders(house)).summary;
      const missed = Object.entries(plants).filter(
        ([rule, [file]]) =>
          !violations.some(({ rule: { name }, from }) => name === rule && from === file),
      );
      expect(missed.map(([rule]) => rule)).to.deep.equal([]);
    });

    it('are each tried by one planted mistake', () => {
      const names = ruleNames(folder);
      expect(names.filter((name) => !(name in plants))).to.deep.equal([]);
    });
  });
});

function scan(folder: string, folders: readonly string[]): Scan {
  const program = inProject('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, ...folders, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as Scan;
}

function ruleNames(folder: string): string[] {
  const script = `console.log(JSON.stringify(require('./.dependency-cruiser.cjs').forbidden.map((rule) => rule.name)))`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
  return JSON.parse(stdout) as string[];
}

function build(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-house-'));
  for (const [file, text] of Object.entries(files)) write(folder, file, text);
  cpSync(inProject('.dependency-cruiser.cjs'), path.join(folder, '.dependency-cruiser.cjs'));
  cpSync(inProject('package.json'), path.join(folder, 'package.json'));
  symlinkSync(inProject('node_modules'), path.join(folder, 'node_modules'), 'junction');
  return folder;
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

function topFolders(files: Record<string, string>): string[] {
  return [...new Set(Object.keys(files).map((file) => file.split('/')[0] as string))];
}

function describeViolation({ rule, from, to }: Scan['summary']['violations'][number]): string {
  return `${rule.name}: ${from} → ${to}`;
}
