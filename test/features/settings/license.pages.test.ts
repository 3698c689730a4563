import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { claimsFor, issueLicense, type Sale } from '../../../license/issue.js';
import { insertRows } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { licenseStatus, useVendorKey } from '../../../server/core/license.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { roleNamed } from '../people/forms.js';

const vendor = generateKeyPairSync('ed25519');
const texts = new URL('../../../config/locales/en.json', import.meta.url);

describe('The licence and the people', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;

  beforeEach(async () => {
    useVendorKey(String(vendor.publicKey.export({ type: 'spki', format: 'pem' })));
    app = await startTestApp();
    world = await makeWorld();
    await saveInstallationSettings({
      'installation.completed_at': now(),
      'general.base_url': 'https://studio.example',
    });
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(async () => {
    await app.close();
    useVendorKey();
  });

  function keyOf(changes: Partial<Sale>): string {
    const today = new Date(now()).toISOString().slice(0, 10);
    const sale = { plan: 'single', holder: 'Studio', domains: ['studio.example'], today } as const;
    return issueLicense(claimsFor({ ...sale, ...changes }), vendor.privateKey);
  }

  it('S143 the portal is the same under every plan, and without one', async () => {
    const start = now();
    const cases: [state: string, key: string, afterDays?: number][] = [
      ['trial', ''],
      ['valid', keyOf({ plan: 'single' })],
      ['valid', keyOf({ plan: 'lifetime' })],
      ['valid', keyOf({ plan: 'multi' })],
      ['other_domain', keyOf({ domains: ['elsewhere.example'] })],
      ['updates_over', keyOf({ until: new Date(start - 9 * day).toISOString().slice(0, 10) })],
      ['trial_over', '', 20],
    ];
    const seen = new Set<string>();
    for (const [at, [state, key, days = 0]] of cases.entries()) {
      setClock(() => start + days * day);
      await saveInstallationSettings({ 'license.key': key });
      expect(licenseStatus().state).to.equal(state);
      const sofia = await app.signedIn(world.people.sofia.userId);
      const home = await sofia.get('/portal');
      expect(home.text, state).to.include('Website relaunch').and.include('logo-draft.txt');
      seen.add([...home.text.matchAll(/href="(\/portal[^"]*)"/g)].join());
      const admin = await app.signedIn(world.people.priya.userId);
      const added = await admin.post('/clients', {
        name: `Client ${at}`,
        email: `client${at}@example.com`,
        role_id: await roleNamed('Client'),
        switches: ['projects', 'tasks', 'review', 'upload', 'invoices', 'communication'],
        step: 'save',
      });
      expect(added.location, `a client more: ${state}`).to.match(/^\/clients\/\d+\/hand-over$/);
    }
    expect(seen.size, 'every part of the portal, each time').to.equal(1);
  });

  it('S169 nothing is counted and nobody is sent to sales, whether six people work here or three hundred', async () => {
    await saveInstallationSettings({ 'license.key': keyOf({ plan: 'single' }) });
    const before = [licenseStatus(), (await priya.get('/settings/license')).text.length];
    await addUsers(300);
    const after = [licenseStatus(), (await priya.get('/settings/license')).text.length];
    expect(after).to.deep.equal(before);
    const pitch = /upgrade|contact (us|sales)|per (seat|user)|\bseats?\b|user limit|enterprise/i;
    for (const path of ['/', '/users', '/users/new', '/clients/new', '/settings/license'])
      expect((await priya.get(path)).text, path).not.to.match(pitch);
    expect(readFileSync(texts, 'utf8')).not.to.match(pitch);
  });

  async function addUsers(count: number): Promise<void> {
    const at = now();
    const users = Array.from({ length: count }, (_, number) => ({
      name: `Person ${number}`,
      email: `person${number}@crowd.example`,
      email_key: `person${number}@crowd.example`,
      status: 'active',
      version: 1,
      must_change_password: 0,
      hue: 'teal',
      theme: 'auto',
      created_at: at,
      updated_at: at,
    }));
    await insertRows('users', users);
  }
});
