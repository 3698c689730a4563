import { expect } from 'chai';
import sharp from 'sharp';
import { table } from '../../../server/core/database/index.js';
import { day, now } from '../../../server/core/dates/index.js';
import {
  installationSetting,
  saveInstallationSettings,
  setting,
} from '../../../server/core/settings/index.js';
import { brandFor } from '../../../server/features/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('The settings', () => {
  let app: TestApp;
  let world: World;
  let admin: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  const good: Record<string, Record<string, string>> = {
    general: {
      name: 'Marlow & Finch Ltd',
      base_url: 'https://work.marlowfinch.example/',
      timezone: 'Europe/London',
      currency: 'GBP',
      locale: 'en',
    },
    branding: {
      color: '#C2410C',
      theme: 'light',
      portal_name: 'Marlow',
      login_text: 'Hello',
      welcome: 'Good to see you.',
      go: 'save',
    },
    files: { max_megabytes: '25', quota_gigabytes: '10', extensions: '.PDF, png;docx pdf' },
    security: {
      min_length: '14',
      session_idle_hours: '8',
      session_absolute_days: '7',
      remember_days: '20',
      audit_days: '365',
      sign_in_days: '365',
      access_review_days: '90',
      second_factor_days: '14',
    },
  };

  for (const [page, fields] of Object.entries(good)) {
    it(`${page}: saves, says so, and shows what was saved`, async () => {
      const answer = await admin.post(`/settings/${page}`, fields);
      expect([answer.status, answer.location]).to.deep.equal([303, `/settings/${page}`]);
      expect((await admin.get(answer.location)).text).to.include('Saved');
    });
  }

  it('hold what the forms meant', () => {
    expect(setting(world.workspaceId, 'general.name')).to.equal('Marlow & Finch Ltd');
    expect(installationSetting('general.base_url')).to.equal('https://work.marlowfinch.example');
    expect(setting(world.workspaceId, 'branding.color')).to.equal('#c2410c');
    expect(installationSetting('files.max_bytes')).to.equal(25_000_000);
    expect(installationSetting('files.allowed_extensions')).to.deep.equal(['pdf', 'png', 'docx']);
    expect(installationSetting('security.password_min_length')).to.equal(14);
  });

  it('SEC 65 note who changed which, and never what', async () => {
    const events = (await table('events').where({ name: 'settings.changed' })) as {
      data: string;
    }[];
    const keys = events.flatMap(({ data }) => (JSON.parse(data) as { keys: string[] }).keys);
    expect(keys).to.include.members(['general.name', 'branding.color', 'files.max_bytes']);
    expect(JSON.stringify(events)).not.to.include('Good to see you');
    const before = events.length;
    await admin.post('/settings/security', good.security);
    expect(await table('events').where({ name: 'settings.changed' })).to.have.length(before);
  });

  const wrong: [page: string, changes: Record<string, string>, field: string][] = [
    ['general', { name: '' }, 'name'],
    ['general', { base_url: 'https://x.example/sub' }, 'base_url'],
    ['general', { timezone: 'Mars/Base' }, 'timezone'],
    ['general', { currency: 'XXY' }, 'currency'],
    ['general', { locale: '../../etc/passwd' }, 'locale'],
    ['branding', { color: 'red' }, 'color'],
    ['branding', { color: '#fff;}*{background:url(//evil)}' }, 'color'],
    ['branding', { theme: 'neon' }, 'theme'],
    ['files', { max_megabytes: '0' }, 'max_megabytes'],
    ['files', { extensions: 'pdf, ../x' }, 'extensions'],
    ['security', { min_length: '7' }, 'min_length'],
    ['security', { session_idle_hours: '1e9' }, 'session_idle_hours'],
  ];

  for (const [page, changes, field] of wrong) {
    it(`${page}: refuses ${JSON.stringify(changes)} beside its field and keeps the rest`, async () => {
      const answer = await admin.post(`/settings/${page}`, { ...good[page], ...changes });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(`id="f-${field}-error"`);
      for (const [name, value] of Object.entries(good[page] ?? {})) {
        if (name !== field && /^\w+$/.test(value) && name !== 'go') {
          expect(answer.text).to.include(value);
        }
      }
    });
  }

  it('show a colour in both themes before it is saved', async () => {
    const answer = await admin.post('/settings/branding', {
      ...good.branding,
      color: '#f59e0b',
      go: 'preview',
    });
    expect(answer.status).to.equal(200);
    expect(answer.text).to.include('/brand-preview.css?color=%23f59e0b');
    expect(answer.text).to.include('so buttons carry dark text');
    expect(setting(world.workspaceId, 'branding.color')).to.equal('#c2410c');
    const sheet = await admin.get('/brand-preview.css?color=%23f59e0b');
    expect(sheet.text).to.match(/^\.preview\{/);
    expect((await admin.get('/brand-preview.css?color=%23f59e0b%7D')).status).to.equal(404);
  });

  it('lead only those who may to what is theirs', async () => {
    const staff = await app.signedIn(world.people.jonas.userId);
    const index = await staff.get('/settings');
    expect(index.status).to.equal(200);
    expect(index.text).to.include('/profile').and.not.include('/settings/general');
    for (const page of [...Object.keys(good), 'email', 'license', 'interface']) {
      expect((await staff.get(`/settings/${page}`)).status).to.equal(403);
      if (page !== 'interface')
        expect((await staff.post(`/settings/${page}`, good[page] ?? {})).status).to.equal(403);
    }
    const client = await app.signedIn(world.people.sofia.userId);
    expect((await client.get('/settings')).status).to.equal(404);
    expect((await client.get('/settings/general')).status).to.equal(404);
  });

  it('show the licence without asking anybody, and refuse what nobody issued (CVE 58)', async () => {
    const page = await admin.get('/settings/license');
    expect(page.text).to.include('You are trying Task Session');
    const answer = await admin.post('/settings/license', { key: 'TS1.eyJ4IjoxfQ.AAAA' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('This is not a key of Task Session');
  });

  it('remind those who look after the licence when the trial is over, and nobody else', async () => {
    await saveInstallationSettings({ 'installation.completed_at': now() - 15 * day });
    expect((await admin.get('/')).text).to.include('The trial has ended');
    for (const person of [world.people.jonas, world.people.sofia]) {
      const other = await app.signedIn(person.userId);
      const home = await other.get('/');
      expect(home.text).not.to.include('The trial has ended');
    }
    await saveInstallationSettings({ 'installation.completed_at': now() });
    expect((await admin.get('/')).text).not.to.include('The trial has ended');
  });

  it('show every component', async () => {
    expect((await admin.get('/settings/interface')).status).to.equal(200);
  });

  describe('the brand', () => {
    it('is a style sheet that may be kept for a year under its version, by anybody', async () => {
      const { cssUrl } = brandFor(world.workspaceId);
      const answer = await app.visitor().get(cssUrl);
      expect(answer.headers.get('content-type')).to.equal('text/css; charset=utf-8');
      expect(answer.headers.get('cache-control')).to.include('immutable');
      expect(answer.text).to.match(
        /^:root\{--hue:[\d.]+;--chroma:[\d.]+;(--brand-[a-z]+:[#a-z0-9(),-]+;?)+\}$/,
      );
      const old = await app.visitor().get('/brand.css?v=0000000000');
      expect(old.headers.get('cache-control')).to.equal('no-cache');
    });

    it('takes a logo drawn anew, whatever it was, and shows it to visitors (CVE 33)', async () => {
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><script>alert(1)</script><rect width="300" height="60" fill="red"/></svg>';
      const answer = await admin.upload('/settings/branding/pictures', {}, [
        { field: 'logo', name: 'logo.svg', content: svg, type: 'image/svg+xml' },
      ]);
      expect(answer.location).to.equal('/settings/branding');
      const { logoUrl } = brandFor(world.workspaceId);
      const response = await fetch(`${app.origin}${logoUrl}`);
      expect(response.headers.get('content-type')).to.equal('image/png');
      expect(response.headers.get('cache-control')).to.include('immutable');
      const picture = Buffer.from(await response.arrayBuffer());
      expect(picture.subarray(1, 4).toString()).to.equal('PNG');
      expect((await app.visitor().get('/login')).text).to.include(
        String(logoUrl).replaceAll('&', '&amp;'),
      );
    });

    it('refuses what is no picture beside its field', async () => {
      const before = brandFor(world.workspaceId).logoUrl;
      const answer = await admin.upload('/settings/branding/pictures', {}, [
        { field: 'favicon', name: 'icon.png', content: 'not a picture at all', type: 'image/png' },
      ]);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('id="f-favicon-error"');
      expect(brandFor(world.workspaceId).logoUrl).to.equal(before);
    });

    it('takes a logo away again, file and all', async () => {
      const png = await sharp({
        create: { width: 64, height: 64, channels: 3, background: '#123456' },
      })
        .png()
        .toBuffer();
      await admin.upload('/settings/branding/pictures', {}, [
        { field: 'logo_dark', name: 'dark.png', content: new Uint8Array(png) },
      ]);
      expect((await app.visitor().get(String(brandFor(null).logoDarkUrl))).status).to.equal(200);
      await admin.upload('/settings/branding/pictures', { remove: 'logo-dark' }, []);
      expect(brandFor(null).logoDarkUrl).to.equal(null);
      expect((await app.visitor().get('/brand/logo-dark')).status).to.equal(404);
    });

    it('says on which workspace’s behalf it speaks, and takes no nonsense for one', async () => {
      for (const w of ['0', '-1', '1e3', "1'", '99999999999']) {
        const answer = await app.visitor().get(`/brand.css?w=${encodeURIComponent(w)}`);
        expect(answer.status).to.equal(200);
      }
    });
  });
});
