import { expect } from 'chai';
import { useSecretKey } from '../../../server/core/crypto/index.js';
import { table, transaction } from '../../../server/core/database/index.js';
import {
  catalogue,
  defaultOf,
  forgetSettings,
  installationSetting,
  isSettingKey,
  loadSettings,
  refreshSettings,
  type SettingKey,
  saveInstallationSettings,
  saveSettings,
  setting,
  unreadableSettings,
  watchSettings,
} from '../../../server/core/settings/index.js';
import { openTestDatabase } from '../../support/database.js';

describe('Settings', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;

  before(async () => {
    database = await openTestDatabase();
  });
  after(async () => {
    forgetSettings();
    await database.drop();
  });
  beforeEach(async () => {
    useSecretKey(Buffer.alloc(32, 5));
    await table('settings').delete();
    await loadSettings();
  });

  it('are at their defaults until somebody sets them', () => {
    expect(setting(1, 'branding.color')).to.equal('#1f6f5c');
    expect(installationSetting('security.password_min_length')).to.equal(12);
    expect(installationSetting('files.max_bytes')).to.equal(100_000_000);
  });

  it('have defaults that they themselves allow', () => {
    for (const key of Object.keys(catalogue) as SettingKey[]) {
      expect(catalogue[key].type.parse(defaultOf(key)), key).to.deep.equal(defaultOf(key));
    }
  });

  it('are read at once in this process and after a restart', async () => {
    await saveSettings(1, { 'branding.color': '#aa0000', 'branding.hide_product': true });
    expect(setting(1, 'branding.color')).to.equal('#aa0000');
    expect(setting(2, 'branding.color')).to.equal('#1f6f5c');
    forgetSettings();
    expect(setting(1, 'branding.color')).to.equal('#1f6f5c');
    await loadSettings();
    expect(setting(1, 'branding.color')).to.equal('#aa0000');
    expect(setting(1, 'branding.hide_product')).to.equal(true);
  });

  it('can be changed again and put back to the default', async () => {
    await saveSettings(1, { 'general.name': 'One' });
    await saveSettings(1, { 'general.name': 'Two' });
    expect(setting(1, 'general.name')).to.equal('Two');
    await saveSettings(1, { 'general.name': null });
    expect(setting(1, 'general.name')).to.equal(defaultOf('general.name'));
  });

  it('count only when the whole change is committed', async () => {
    const failing = transaction(async () => {
      await saveSettings(1, { 'general.name': 'Half' });
      throw new Error('no');
    });
    await failing.catch(() => {});
    expect(setting(1, 'general.name')).to.equal(defaultOf('general.name'));
    await transaction(async () => {
      await saveSettings(1, { 'general.name': 'Whole' });
    });
    expect(setting(1, 'general.name')).to.equal('Whole');
  });

  it('are saved all or none', async () => {
    const change = saveSettings(1, { 'general.name': 'New', 'branding.color': 'red' });
    const failure = await change.catch((error: Error) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(setting(1, 'general.name')).to.equal(defaultOf('general.name'));
    expect(await table('settings')).to.deep.equal([]);
  });

  it('changed by another process are seen at the next look', async () => {
    await saveSettings(1, { 'general.name': 'One' });
    await table('settings').update({
      value: JSON.stringify('From elsewhere'),
      updated_at: Date.now() + 5,
    });
    await refreshSettings();
    expect(setting(1, 'general.name')).to.equal('From elsewhere');
  });

  it('changed by another process are seen without a restart', async () => {
    const stop = watchSettings(() => {}, 5);
    await saveSettings(1, { 'general.name': 'One' });
    await table('settings').update({ value: '"Two"', updated_at: Date.now() + 5 });
    while (setting(1, 'general.name') !== 'Two') await new Promise(setImmediate);
    stop();
  });

  it('SEC 60 secret ones are encrypted in the database', async () => {
    await saveInstallationSettings({ 'mail.password': 'canary-1234', 'mail.host': 'mail.example' });
    const rows = JSON.stringify(await table('settings'));
    expect(rows).to.contain('mail.example');
    expect(rows).not.to.contain('canary');
    forgetSettings();
    await loadSettings();
    expect(installationSetting('mail.password')).to.equal('canary-1234');
  });

  it('FAULTS 39 another secret key empties the secrets, says so, and stops nothing', async () => {
    await saveInstallationSettings({ 'mail.password': 'canary', 'mail.host': 'mail.example' });
    useSecretKey(Buffer.alloc(32, 6));
    await loadSettings();
    expect(installationSetting('mail.password')).to.equal('');
    expect(installationSetting('mail.host')).to.equal('mail.example');
    expect(unreadableSettings()).to.deep.equal(['mail.password']);
  });

  it('CVE 38 rubbish in the database does not break a page', async () => {
    const rubbish = [
      ['general.timezone', '"../../etc/passwd"'],
      ['general.locale', '"xx/../../"'],
      ['branding.color', '"red;}</style>"'],
      ['branding.theme', '{"a":1}'],
      ['general.currency', 'not json'],
      ['no.such.setting', '1'],
    ];
    for (const [key, value] of rubbish) {
      await table('settings').insert({ scope: 1, key, value, is_secret: 0, updated_at: 1 });
    }
    await loadSettings();
    expect(setting(1, 'general.timezone')).to.equal('UTC');
    expect(setting(1, 'general.locale')).to.equal('en');
    expect(setting(1, 'branding.color')).to.equal('#1f6f5c');
    expect(unreadableSettings()).to.have.length(5);
  });

  it('of the installation cannot be set for a workspace, nor the other way round', async () => {
    const wrong = { 'mail.host': 'evil.example' } as Record<string, string>;
    const failure = await saveSettings(1, wrong).catch((error: Error) => error);
    expect(String(failure)).to.contain('not a setting of the workspace');
    const other = await saveInstallationSettings({
      'general.name': 'x',
    } as Record<string, string>).catch((error: Error) => error);
    expect(String(other)).to.contain('not a setting of the installation');
    expect(isSettingKey('__proto__')).to.equal(false);
  });

  it('an address loses its trailing slash, so that links are joined in one way', async () => {
    await saveInstallationSettings({ 'general.base_url': 'https://pm.example.com/' });
    expect(installationSetting('general.base_url')).to.equal('https://pm.example.com');
  });
});
