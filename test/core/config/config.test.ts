import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import {
  ConfigError,
  loadConfig,
  settingsFile,
  writeSettingsFile,
} from '../../../server/core/config/index.js';

describe('The start-up settings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'task-session-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const load = (environment: Record<string, string> = {}) =>
    loadConfig({ DATA_DIRECTORY: folder, ...environment });

  it('have defaults that start a new installation on port 3000 with SQLite', () => {
    const config = load();
    expect(config.port).to.equal(3000);
    expect(config.database.engine).to.equal('sqlite');
    expect(config.database.file).to.equal(path.join(folder, 'database.sqlite'));
  });

  it('take the environment before the settings file, and the file before the defaults', () => {
    writeSettingsFile(folder, { port: 4000, logLevel: 'warn' });
    const config = load({ PORT: '5000' });
    expect(config.port).to.equal(5000);
    expect(config.logLevel).to.equal('warn');
  });

  it('stop the start with the name of a wrong setting, what was found and what is allowed', () => {
    expect(() => load({ PORT: 'eighty' })).to.throw(
      ConfigError,
      'PORT (environment): found "eighty", allowed is 0 to 65535.',
    );
  });

  it('SEC 64: never repeat a wrong password or key in the message', () => {
    const problem = (() => {
      try {
        return load({ SECRET_KEY: 'my-own-secret' });
      } catch (error) {
        return error;
      }
    })();
    expect(problem).to.be.instanceOf(ConfigError);
    expect((problem as Error).message)
      .to.include('SECRET_KEY')
      .and.not.include('my-own-secret');
  });

  it('say which file is damaged', () => {
    writeFileSync(settingsFile(folder), '{ broken');
    expect(() => load()).to.throw(ConfigError, settingsFile(folder));
  });

  it('SEC 61: make a random key for each installation, readable by its owner only', () => {
    const { secretKey } = load();
    const file = path.join(folder, 'secret.key');
    expect(secretKey.length).to.equal(32);
    expect(readFileSync(file, 'utf8')).to.equal(secretKey.toString('hex'));
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(load().secretKey.equals(secretKey)).to.equal(true);
  });

  it('CVE 57: refuse keys that stand in examples', () => {
    expect(() => load({ SECRET_KEY: '0'.repeat(64) })).to.throw(ConfigError, 'SECRET_KEY');
    expect(() => load({ SECRET_KEY: '0123456789abcdef'.repeat(4) })).to.throw(
      ConfigError,
      'SECRET_KEY',
    );
  });

  it('are written by the installer so that only their owner can read them, keeping what else is there', () => {
    writeSettingsFile(folder, { port: 4000 });
    writeSettingsFile(folder, { 'database.password': 'hidden' });
    expect(statSync(settingsFile(folder)).mode & 0o777).to.equal(0o600);
    expect(load().port).to.equal(4000);
    expect(load().database.password).to.equal('hidden');
  });

  it('cannot be changed by the program afterwards', () => {
    expect(() => Object.assign(load(), { port: 1 })).to.throw(TypeError);
  });
});
