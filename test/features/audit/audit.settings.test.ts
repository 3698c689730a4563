import { expect } from 'chai';
import { hiddenFact } from '../../../server/core/audit/index.js';
import { table, transaction } from '../../../server/core/database/index.js';
import { hasText } from '../../../server/core/locale/index.js';
import { bookkeeping } from '../../../server/core/settings/facts.js';
import {
  catalogue,
  defaultOf,
  type SettingKey,
  saveInstallationSettings,
} from '../../../server/core/settings/index.js';
import { foundInstallation } from '../../../server/features/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { entriesSince, leftBy } from './entries.js';

describe('The audit trail keeps every change of settings', () => {
  let app: TestApp;
  let world: World;
  let admin: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = await app.signedIn(world.people.priya.userId);
  });
  afterEach(() => app.close());

  const security = {
    min_length: 14,
    second_factor_days: 7,
    session_idle_hours: 24,
    session_absolute_days: 14,
    remember_days: 30,
    audit_days: 365,
    sign_in_days: 365,
    access_review_days: 90,
  };

  it('with before and after of those that are another now, and whose they are', async () => {
    const entries = await leftBy(() => admin.post('/settings/security', security));
    expect(entries).to.have.length(1);
    expect(entries[0]).to.deep.include({
      action: 'settings.changed',
      who: 'Priya Raman',
      before: { 'security.password_min_length': 12, 'security.audit_days': 730 },
      after: { 'security.password_min_length': 14, 'security.audit_days': 365 },
    });
    expect(entries[0]?.row.workspace_id).to.equal(null);
    expect(await leftBy(() => admin.post('/settings/security', security))).to.deep.equal([]);
    const { text } = await admin.get('/audit');
    expect(text).to.include('Priya Raman changed settings');
    expect(text).to.match(/Shortest password \(characters\)<\/dt><dd><del>.*12<\/del>.*14<\/ins>/);
  });

  it('of a workspace in that workspace', async () => {
    const fields = {
      color: '#C2410C',
      theme: 'dark',
      portal_name: '',
      login_text: 'Hello',
      welcome: '',
    };
    const entries = await leftBy(() => admin.post('/settings/branding', fields));
    expect(entries.map(({ row }) => row.workspace_id)).to.deep.equal([world.workspaceId]);
    expect(entries[0]?.after).to.deep.include({
      'branding.theme': 'dark',
      'branding.login_text': 'Hello',
    });
    expect((await admin.get('/audit')).text).to.match(/as their device<\/del>.*dark<\/ins>/);
  });

  it('SEC 64 never with a password or a key: only that it is another', async () => {
    const save = (password: string) =>
      leftBy(() =>
        admin.post('/settings/email', {
          host: 'smtp.example.com',
          port: 587,
          security: 'starttls',
          user: 'post',
          password,
          from_name: 'Marlow',
          from_address: 'post@example.com',
          reply_to: '',
        }),
      );
    const [first] = await save('Canary-Mail-Password');
    const [second] = await save('Canary-Second-Password');
    expect(first?.after).to.include({
      'mail.password': hiddenFact,
      'mail.host': 'smtp.example.com',
    });
    expect(second).to.deep.include({
      before: { 'mail.password': hiddenFact },
      after: { 'mail.password': hiddenFact },
    });
    await saveInstallationSettings({ 'license.key': 'Canary-License-Key' });
    expect(JSON.stringify(await table('audit_entries'))).not.to.include('Canary');
    expect((await admin.get('/audit')).text).to.include('replaced, never shown');
  });

  it('back to how they were, where saving failed', async () => {
    const entries = await leftBy(() =>
      transaction(async () => {
        await saveInstallationSettings({ 'security.remember_days': 60 });
        throw new Error('Something else went wrong');
      }).catch(() => {}),
    );
    expect(entries).to.deep.equal([]);
  });

  it('in words for every setting there is', () => {
    const decided = (Object.keys(catalogue) as SettingKey[]).filter((key) => !bookkeeping.has(key));
    const missing = decided.filter((key) => !hasText(`audit.facts.${key}`));
    expect(missing).to.deep.equal([]);
  });

  it('but not where the program only kept a note for itself', async () => {
    const entries = await leftBy(() => saveInstallationSettings({ 'access.announced_until': 7 }));
    expect(entries).to.deep.equal([]);
  });

  it('asks for 90 days at least, and says so beside the field', async () => {
    const { status, text } = await admin.post('/settings/security', {
      ...security,
      audit_days: 30,
      sign_in_days: 365,
      access_review_days: 90,
    });
    expect(status).to.equal(422);
    expect(text).to.match(/f-audit_days-error[\s\S]*Type 90 or more/);
    expect(text).to.include('value="30"');
    expect(defaultOf('security.audit_days')).to.equal(730);
  });
});

describe('The audit trail begins with the installation', () => {
  let app: TestApp;

  before(async () => {
    app = await startTestApp();
  });
  after(() => app.close());

  it('and names the first Admin', async () => {
    const workspaceId = await foundInstallation({
      organisation: 'Marlow & Finch',
      administrator: { name: 'Priya Raman', email: 'priya@example.com', passwordHash: 'hash' },
      workspaceSettings: { 'general.currency': 'GBP' },
      installationSettings: { 'mail.password': 'Canary-Founding-Password' },
    });
    const [founded, added, ...saved] = await entriesSince();
    expect(founded).to.include({ action: 'installation.founded', who: 'program' });
    expect(added).to.deep.include({
      action: 'user.added',
      whom: 'Priya Raman',
      after: { email: 'priya@example.com', roles: ['Admin'], way_in: 'password' },
    });
    expect(added?.row.workspace_id).to.equal(workspaceId);
    expect(saved.map(({ action }) => action)).to.deep.equal([
      'settings.changed',
      'settings.changed',
    ]);
    expect(JSON.stringify(saved)).not.to.include('Canary');
  });
});
