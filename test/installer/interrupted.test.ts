import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { finishInterrupted } from '../../installer/index.js';
import type { Config } from '../../server/core/config/index.js';
import { type FreshInstaller, freshInstaller, passSteps } from './support.js';

describe('An end that was cut off', () => {
  let installer: FreshInstaller;
  let answers: Buffer;

  beforeEach(async () => {
    installer = await freshInstaller();
    const visitor = await installer.admitted();
    await passSteps(visitor, 'license');
    answers = readFileSync(inData('install.json'));
    await visitor.post('/install/finish');
    expect(installer.isInstalled()).to.equal(true);
  });

  afterEach(async () => installer.close());

  it('between the database and the marks: the next start sets them', async () => {
    rmSync(markFile());
    rmSync(inData('settings.json'));
    writeFileSync(inData('install.json'), answers);
    const config = await finishInterrupted(installer.config);
    expect(config.installedAt).to.match(/^\d{4}-/);
    expect(config.database.file).to.equal(installer.config.database.file);
    expectMarks();
  });

  it('between the two marks: the next start sets the second', async () => {
    rmSync(markFile());
    writeFileSync(inData('install.json'), answers);
    await finishInterrupted(finished());
    expectMarks();
  });

  it('before the database: the installer goes on', async () => {
    rmSync(markFile());
    rmSync(inData('settings.json'));
    for (const end of ['', '-wal', '-shm'])
      rmSync(inData(`database.sqlite${end}`), { force: true });
    writeFileSync(inData('install.json'), answers);
    expect((await finishInterrupted(installer.config)).installedAt).to.equal('');
    expect(existsSync(markFile())).to.equal(false);
  });

  it('never makes a folder for uploads that is not mounted (FAULTS 14)', async () => {
    rmSync(installer.config.uploadsDirectory, { recursive: true });
    await finishInterrupted(finished());
    expect(existsSync(installer.config.uploadsDirectory)).to.equal(false);
  });

  function finished(): Config {
    return { ...installer.config, installedAt: '2026-11-22T00:00:00.000Z' };
  }

  function expectMarks(): void {
    expect(existsSync(markFile())).to.equal(true);
    expect(existsSync(inData('install.json'))).to.equal(false);
    expect(readFileSync(inData('settings.json'), 'utf8')).to.include('installedAt');
  }

  function inData(name: string): string {
    return path.join(installer.config.dataDirectory, name);
  }

  function markFile(): string {
    return path.join(installer.config.uploadsDirectory, 'installed');
  }
});
