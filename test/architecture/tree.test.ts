import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { inProject } from './files.js';

const rooms = [
  'bin',
  'config',
  'docs',
  'installer',
  'license',
  'migrations',
  'public',
  'server',
  'test',
  'uploads',
  'views',
];
const papers = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  'biome.json',
  'knip.json',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
];
const dotted = [
  '.c8rc.json',
  '.ci',
  '.dependency-cruiser.cjs',
  '.editorconfig',
  '.gitignore',
  '.mocharc.json',
  '.npmrc',
];

describe('The top level', () => {
  it('holds the rooms of the house and the few files that tools need', function () {
    let listed: string;
    try {
      listed = execFileSync('git', ['ls-files'], {
        cwd: inProject('.'),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      // Unpacked from an archive, the product has no history to ask.
      return this.skip();
    }
    const names = [
      ...new Set(
        listed
          .trim()
          .split('\n')
          .map((file) => file.split('/')[0] as string),
      ),
    ];
    expect(names.sort()).to.deep.equal([...rooms, ...papers, ...dotted].sort());
  });
});
