import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { inProject } from './files.js';

describe('The commands', function () {
  // Each starts processes of its own.
  this.timeout(60_000);

  it('tell the owner of an old Node in one sentence what to do', () => {
    const script = `import('./bin/prepare/node-version.mjs').then((m) => console.log(['20.18.3', '18.20.0', '20.19.0', '22.1.0', '26.0.0'].map((v) => m.isNodeNewEnough(v)).join()))`;
    const { stdout, stderr } = node(inProject('.'), ['-e', script]);
    expect(stdout.trim()).to.equal('false,false,true,true,true');
    expect(stderr).to.include('needs Node 20.19 or later; this is Node 20.18.3.');
    expect(stderr).to.include('https://nodejs.org');
  });

  it('name every promise once, as kept or as open', () => {
    const { stdout } = node(inProject('.'), ['bin/promises.mjs', '--json']);
    const { kept, open } = JSON.parse(stdout) as { kept: string[]; open: string[] };
    const all = Array.from({ length: 173 }, (_, index) => `S${String(index + 1).padStart(3, '0')}`);
    expect([...kept, ...open].sort()).to.deep.equal(all);
  });

  describe('in a folder of their own', () => {
    let folder: string;

    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'task-session-commands-'));
      for (const name of ['bin', 'package.json', 'package-lock.json']) {
        cpSync(inProject(name), path.join(folder, name), { recursive: true });
      }
      symlinkSync(inProject('node_modules'), path.join(folder, 'node_modules'), 'junction');
      write(
        'server/main.ts',
        `import { name } from './core/name.js';\nconsole.log('started', name satisfies string);\n`,
      );
      write('server/core/name.ts', `export const name: string = 'one';\n`);
      write('migrations/202601010000_create_things.ts', 'export const up: number = 1;\n');
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('build a mirror of the sources, start it, and build again only what changed', () => {
      const first = node(folder, ['bin/start.mjs']);
      expect(first.stdout).to.include('Building…').and.include('started one');
      expect(
        existsSync(path.join(folder, 'dist/migrations/202601010000_create_things.js')),
      ).to.equal(true);
      expect(node(folder, ['bin/start.mjs']).stdout).to.equal('started one\n');
      write('server/core/name.ts', `export const name: string = 'two and more';\n`);
      expect(node(folder, ['bin/start.mjs']).stdout).to.equal('Building…\nstarted two and more\n');
    });

    it('leave nothing in the mirror of a source that is gone', () => {
      node(folder, ['bin/prepare.mjs']);
      rmSync(path.join(folder, 'migrations/202601010000_create_things.ts'));
      node(folder, ['bin/prepare.mjs']);
      expect(
        existsSync(path.join(folder, 'dist/migrations/202601010000_create_things.js')),
      ).to.equal(false);
    });

    it('say where a source cannot be compiled', () => {
      write('server/core/name.ts', 'export const name = ;\n');
      const { stderr, status } = node(folder, ['bin/start.mjs']);
      expect(stderr).to.include('could not be compiled').and.include('server/core/name.ts');
      expect(status).to.equal(1);
    });

    it('are not held up by a start that was killed while it prepared', () => {
      write('dist/.preparing', '999999999');
      const hourAgo = new Date(Date.now() - 3_600_000);
      utimesSync(path.join(folder, 'dist/.preparing'), hourAgo, hourAgo);
      expect(node(folder, ['bin/start.mjs']).stdout).to.include('started one');
      expect(existsSync(path.join(folder, 'dist/.preparing'))).to.equal(false);
    });

    it('of an operator keep their output free of progress', () => {
      write(
        'server/cli.ts',
        `import { name } from './core/name.js';\nconsole.log(JSON.stringify([name, process.argv[2]]));\n`,
      );
      expect(node(folder, ['bin/cli.mjs', 'routes']).stdout).to.equal('["one","routes"]\n');
      node(folder, ['bin/prepare.mjs']);
      expect(node(folder, ['bin/cli.mjs', 'routes']).stdout).to.equal('["one","routes"]\n');
    });

    function write(file: string, text: string): void {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
  });

  it('of CI are one script whose last line holds the numbers', () => {
    const script = readFileSync(inProject('.ci/run'), 'utf8');
    expect(script.startsWith('#!/usr/bin/env bash\n')).to.equal(true);
    expect(spawnSync('bash', ['-n', inProject('.ci/run')]).status).to.equal(0);
  });
});

/** Runs Node without npm in reach: nothing here may install into the shared node_modules. */
function node(folder: string, parameters: readonly string[]) {
  const env = { HOME: process.env.HOME, TMPDIR: tmpdir(), PATH: '' };
  return spawnSync(process.execPath, parameters, { cwd: folder, encoding: 'utf8', env });
}
