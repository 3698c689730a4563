import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import { claimsFor, issueLicense } from '../../license/issue.js';
import { day, setClock } from '../../server/core/dates/index.js';
import { useVendorKey } from '../../server/core/license.js';
import { saveInstallationSettings } from '../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

const vendor = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const site = 'https://pm.studio.example';
const today = '2026-11-22';
const noon = Date.UTC(2026, 10, 22, 12);

const claims = claimsFor({ plan: 'single', holder: 'Studio', domains: ['studio.example'], today });
const good = issueLicense(claims, vendor.privateKey);

/** A good key whose claims were edited afterwards. */
function edited(changes: object): string {
  const [kind, , signature] = good.split('.');
  const text = JSON.stringify({ ...claims, ...changes });
  return `${kind}.${Buffer.from(text).toString('base64url')}.${signature}`;
}

/** The middle of a signature carries all its bits; the last letter does not. */
function withOtherSignature(): string {
  const at = good.lastIndexOf('.') + 20;
  return good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
}

const cannotBeRead = 'The licence key cannot be read';
const cases: { what: string; key: string; at: number; banner?: string }[] = [
  { what: 'is missing during the trial', key: '', at: noon },
  {
    what: 'is missing after the trial',
    key: '',
    at: noon + 20 * day,
    banner: 'The trial has ended',
  },
  { what: 'is nonsense', key: 'TS1.x', at: noon, banner: cannotBeRead },
  { what: 'has a bad signature', key: withOtherSignature(), at: noon, banner: cannotBeRead },
  {
    what: 'was signed by somebody else',
    key: issueLicense(claims, stranger.privateKey),
    at: noon,
    banner: cannotBeRead,
  },
  {
    what: 'has an edited domain',
    key: edited({ domains: ['pm.studio.example'] }),
    at: noon,
    banner: cannotBeRead,
  },
  {
    what: 'has an edited date',
    key: edited({ updatesUntil: '2099-01-01' }),
    at: noon,
    banner: cannotBeRead,
  },
  {
    what: 'is for another domain',
    key: issueLicense({ ...claims, domains: ['other.example'] }, vendor.privateKey),
    at: noon,
    banner: 'The licence is for other.example',
  },
  { what: 'is good', key: good, at: noon },
  { what: 'ended long ago', key: good, at: noon + 900 * day },
  { what: 'is good and the clock was put back', key: good, at: noon - 400 * day },
  { what: 'is missing and the clock was put back', key: '', at: noon - 400 * day },
];

describe('FAULTS 38: nothing is locked away and nobody is asked when the licence', () => {
  let app: TestApp;
  let world: World;
  let contacted: Set<string>;

  before(async () => {
    const pem = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }));
    useVendorKey(pem(vendor.publicKey));
    app = await startTestApp();
    world = await makeWorld();
    await saveInstallationSettings({
      'general.base_url': site,
      'installation.completed_at': noon,
    });
  });
  beforeEach(() => {
    contacted = new Set();
    subscribe('net.client.socket', noteSocket);
  });
  afterEach(() => {
    unsubscribe('net.client.socket', noteSocket);
    setClock();
  });
  after(async () => {
    useVendorKey();
    await app.close();
  });

  function noteSocket(message: unknown): void {
    const { socket } = message as { socket: Socket };
    socket.once('lookup', (_error, _address, _family, host) => contacted.add(host));
    socket.once('connect', () => contacted.add(socket.remoteAddress ?? ''));
  }

  for (const { what, key, at, banner } of cases) {
    it(`${what}: ${banner ? `a banner says “${banner}”` : 'no banner'}`, async () => {
      await saveInstallationSettings({ 'license.key': key });
      setClock(() => at);
      const priya = await app.signedIn(world.people.priya.userId);
      const home = await priya.get('/');
      for (const { banner: other } of cases) {
        if (other) expect(home.text.includes(other), other).to.equal(other === banner);
      }
      await expectEverythingWorks(priya);
      const jonas = await app.signedIn(world.people.jonas.userId);
      expect((await jonas.get('/')).text).not.to.include(banner ?? cannotBeRead);
      const sofia = await app.signedIn(world.people.sofia.userId);
      const shared = await sofia.get(`/files/${world.files.shared}/download`);
      expect(shared.text).to.equal('The logo in words');
      expect([...contacted].filter((host) => host !== '127.0.0.1')).to.deep.equal([]);
    });
  }

  /** Reading, changing, taking data out. */
  async function expectEverythingWorks(visitor: Visitor): Promise<void> {
    const { tasks, projects, columns, files } = world;
    for (const page of ['/projects', `/tasks/${tasks.logo}`, '/users', '/settings/license']) {
      expect((await visitor.get(page)).status, page).to.equal(200);
    }
    const title = 'Made whatever the licence says';
    const fields = { project_id: projects.website, column_id: columns.todo, title };
    expect((await visitor.post('/tasks', fields)).status).to.equal(303);
    expect((await visitor.get(`/files/${files.shared}/download`)).status).to.equal(200);
  }
});
