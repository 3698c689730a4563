import {
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { claimsFor, issueLicense, makeKeys, type Sale } from '../../license/issue.js';
import { type LicenseClaims, readLicense } from '../../license/verify.js';
import { day, setClock } from '../../server/core/dates/index.js';
import { examineLicense, licenseStatus, useVendorKey } from '../../server/core/license.js';

const vendor = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const pemOf = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }));
const site = 'https://pm.studio.example';
const noon = Date.UTC(2026, 10, 22, 12);

const sale: Sale = {
  plan: 'single',
  holder: 'Studio Ström',
  domains: ['studio.example'],
  today: '2026-11-22',
};

describe('The licence', () => {
  before(() => useVendorKey(pemOf(vendor.publicKey)));
  after(() => useVendorKey());
  beforeEach(() => setClock(() => noon));
  afterEach(() => setClock());

  const issue = (changes: Partial<Sale> = {}, key = vendor.privateKey) =>
    issueLicense(claimsFor({ ...sale, ...changes }), key);
  const stateOf = (key: string, address = site) => examineLicense(key, address).state;

  it('is valid for its domain and everything below it, offline', () => {
    const status = examineLicense(issue(), site);
    expect(status).to.deep.equal({
      state: 'valid',
      plan: 'single',
      holder: 'Studio Ström',
      domains: ['studio.example'],
      endsOn: '2027-11-22',
    });
    expect(stateOf(issue(), 'https://studio.example')).to.equal('valid');
    expect(stateOf(issue(), 'http://localhost:3000')).to.equal('valid');
    expect(stateOf(issue(), 'https://studio.example.evil.example')).to.equal('other_domain');
    expect(stateOf(issue(), 'https://evilstudio.example')).to.equal('other_domain');
  });

  it('survives being broken into lines by a mail program', () => {
    const key = issue();
    expect(stateOf(` ${key.slice(0, 60)}\r\n${key.slice(60, 120)}\n ${key.slice(120)}\n`)).to.equal(
      'valid',
    );
  });

  it('S089 a multi licence has five domains, a lifetime licence has no end', () => {
    const domains = ['a.example', 'b.example', 'c.example', 'd.example', 'studio.example'];
    expect(stateOf(issue({ plan: 'multi', domains }))).to.equal('valid');
    setClock(() => noon + 30 * 365 * day);
    const lifetime = examineLicense(issue({ plan: 'lifetime' }), site);
    expect(lifetime).to.deep.include({ state: 'valid', endsOn: null });
  });

  it('S168 the plans sell domains and updates: one for a year, one for ever, five for a year, people never counted', () => {
    const domains = ['a.example', 'b.example', 'c.example', 'd.example', 'e.example'];
    const plans = [
      claimsFor({ ...sale, plan: 'single' }),
      claimsFor({ ...sale, plan: 'lifetime' }),
      claimsFor({ ...sale, plan: 'multi', domains }),
    ];
    expect(plans.map((claims) => [claims.domains.length, claims.updatesUntil])).to.deep.equal([
      [1, '2027-11-22'],
      [1, null],
      [5, '2027-11-22'],
    ]);
    expect(() => claimsFor({ ...sale, domains: domains.slice(0, 2) })).to.throw();
    expect(() =>
      claimsFor({ ...sale, plan: 'multi', domains: [...domains, 'f.example'] }),
    ).to.throw();
    for (const claims of plans)
      expect(Object.keys(claims).sort()).to.deep.equal([
        'domains',
        'holder',
        'id',
        'issuedOn',
        'plan',
        'updatesUntil',
      ]);
  });

  it('FAULTS 38 past its end only updates are over; a clock one day ahead ends nothing', () => {
    const key = issue();
    const end = Date.UTC(2027, 10, 22, 23, 59);
    setClock(() => end);
    expect(stateOf(key)).to.equal('valid');
    setClock(() => end + day);
    expect(stateOf(key)).to.equal('valid');
    setClock(() => end + 2 * day);
    expect(stateOf(key)).to.equal('updates_over');
    setClock(() => noon - 400 * day);
    expect(stateOf(key), 'a clock that was put back ends nothing either').to.equal('valid');
  });

  it('FAULTS 38 without a key there are fourteen days of trial, then a word and nothing more', () => {
    const { state, endsOn, plan } = licenseStatus();
    expect({ state, endsOn, plan }).to.deep.equal({
      state: 'trial',
      endsOn: '2026-12-06',
      plan: null,
    });
  });

  it('CVE 58 a key of somebody else is refused', () => {
    expect(stateOf(issue({}, stranger.privateKey))).to.equal('invalid');
  });

  it('CVE 58 a key that was cut anywhere is refused', () => {
    const key = issue();
    for (let length = 0; length < key.length; length += 1) {
      expect(stateOf(key.slice(0, length)), String(length)).to.equal('invalid');
    }
  });

  it('CVE 58 a key with an edited domain, date, plan or holder is refused', () => {
    const [kind = '', claims = '', signature = ''] = issue().split('.');
    const original = JSON.parse(Buffer.from(claims, 'base64url').toString()) as LicenseClaims;
    const edits: Partial<Record<keyof LicenseClaims | 'valid', unknown>>[] = [
      { domains: ['evil.example'] },
      { updatesUntil: '2099-01-01' },
      { updatesUntil: null },
      { plan: 'multi' },
      { holder: 'Somebody else' },
      { valid: true },
    ];
    for (const edit of edits) {
      const forged = Buffer.from(JSON.stringify({ ...original, ...edit })).toString('base64url');
      expect(stateOf(`${kind}.${forged}.${signature}`)).to.equal('invalid');
    }
  });

  it('CVE 58 the key cannot choose how it is checked: none, HMAC with the public key, RSA', () => {
    const [, claims = ''] = issue().split('.');
    const header = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const hmac = (content: string) =>
      createHmac('sha256', pemOf(vendor.publicKey)).update(content).digest('base64url');
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const content = `TS1.${claims}`;
    const forgeries = [
      `TS1.${claims}.`,
      `TS1.${claims}`,
      `TS0.${claims}.${hmac(content)}`,
      `${content}.${hmac(content)}`,
      `${content}.${sign('sha256', Buffer.from(content), rsa.privateKey).toString('base64url')}`,
      `${header('none')}.${claims}.`,
      `${header('HS256')}.${claims}.${hmac(`${header('HS256')}.${claims}`)}`,
      `${content}.${'A'.repeat(86)}`,
    ];
    for (const forged of forgeries)
      expect(stateOf(forged), forged.slice(0, 12)).to.equal('invalid');
    expect(readLicense(issue(), rsa.publicKey)).to.equal(undefined);
  });

  it('CVE 58 a second key behind the first, or anything around it, is refused', () => {
    const key = issue();
    for (const text of [`${key}.${key}`, `${key}${key}`, `x${key}`, `${key}.x`, key.repeat(50)]) {
      expect(stateOf(text)).to.equal('invalid');
    }
  });

  it('CVE 58 a signature does not make nonsense into a licence', () => {
    const sensible = claimsFor(sale);
    const nonsense: unknown[] = [
      null,
      [],
      'text',
      {},
      { ...sensible, plan: 'constructor' },
      { ...sensible, domains: 'studio.example' },
      { ...sensible, domains: ['a.example', 'studio.example'] },
      { ...sensible, updatesUntil: 'never' },
      { ...sensible, issuedOn: 5 },
    ];
    for (const claims of nonsense) {
      const key = issueLicense(claims as LicenseClaims, vendor.privateKey);
      expect(stateOf(key), JSON.stringify(claims)).to.equal('invalid');
    }
  });

  it('is issued only as its plan allows', () => {
    const wrong: Partial<Sale>[] = [
      { domains: [] },
      { domains: ['a.example', 'b.example'] },
      { plan: 'multi', domains: 'abcdef'.split('').map((name) => `${name}.example`) },
      { domains: ['https://studio.example'] },
      { domains: ['Studio.example'] },
      { holder: ' ' },
      { until: 'tomorrow' },
      { plan: 'lifetime', until: '2027-01-01' },
      { plan: 'free' as Sale['plan'] },
    ];
    for (const changes of wrong) {
      expect(() => claimsFor({ ...sale, ...changes }), JSON.stringify(changes)).to.throw();
    }
    expect(claimsFor({ ...sale, until: '2028-01-31' }).updatesUntil).to.equal('2028-01-31');
  });

  it('has a private key that only its owner can read and that is never overwritten', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'license-'));
    const file = path.join(folder, 'private.pem');
    const publicKey = makeKeys(file);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    useVendorKey(publicKey);
    expect(stateOf(issue({}, createPrivateKey(readFileSync(file))))).to.equal('valid');
    useVendorKey(pemOf(vendor.publicKey));
    expect(() => makeKeys(file)).to.throw('EEXIST');
    rmSync(folder, { recursive: true });
  });
});
