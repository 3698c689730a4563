import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import {
  decrypt,
  encrypt,
  hashToken,
  newToken,
  SecretError,
  sameText,
  sign,
  signatureOf,
  unsign,
  useSecretKey,
} from '../../../server/core/crypto/index.js';

describe('Secrets at rest', () => {
  beforeEach(() => useSecretKey(Buffer.alloc(32, 7)));

  it('SEC 60 are unreadable in the database and come back as they were', () => {
    const stored = encrypt('smtp pässword 漢字');
    expect(stored).to.match(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
    expect(stored).not.to.include('smtp');
    expect(decrypt(stored)).to.equal('smtp pässword 漢字');
    expect(decrypt(encrypt(''))).to.equal('');
  });

  it('never look the same twice', () => {
    expect(encrypt('a')).not.to.equal(encrypt('a'));
  });

  it('are refused when one character was changed anywhere', () => {
    const stored = encrypt('secret');
    for (let at = 0; at < stored.length; at += 1) {
      const other = stored[at] === 'A' ? 'B' : 'A';
      const altered = stored.slice(0, at) + other + stored.slice(at + 1);
      // The last base64 digit holds unused bits: the same bytes may be spelt in more than one way.
      if (at < stored.length - 1) expect(() => decrypt(altered), `${at}`).to.throw(SecretError);
    }
    for (const cut of ['', 'v1', 'v1.x', stored.slice(0, 20), `${stored}.x`]) {
      expect(() => decrypt(cut)).to.throw(SecretError);
    }
  });

  it('FAULTS 39 say that they belong to another key instead of giving nonsense', () => {
    const stored = encrypt('secret');
    useSecretKey(Buffer.alloc(32, 8));
    expect(() => decrypt(stored)).to.throw(SecretError, 'another secret key');
  });

  it('SEC 61 need a whole key', () => {
    expect(() => useSecretKey(randomBytes(16))).to.throw('32 bytes');
  });
});

describe('Tokens', () => {
  it('SEC 59 have 256 random bits and are safe in an address', () => {
    const tokens = new Set(Array.from({ length: 200 }, newToken));
    expect(tokens.size).to.equal(200);
    for (const token of tokens) expect(token).to.match(/^[\w-]{43}$/);
  });

  it('are stored as a hash', () => {
    expect(hashToken('abc')).to.equal(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('are compared whole, whatever their lengths', () => {
    expect(sameText('abc', 'abc')).to.equal(true);
    expect(sameText('abc', 'abd')).to.equal(false);
    expect(sameText('abc', 'abcd')).to.equal(false);
    expect(sameText('', '')).to.equal(true);
  });
});

describe('Signatures', () => {
  beforeEach(() => useSecretKey(Buffer.alloc(32, 7)));

  it('bring a value back unchanged, dots included', () => {
    expect(unsign('flash', sign('flash', 'a.b.c'))?.value).to.equal('a.b.c');
    expect(unsign('flash', sign('flash', ''))?.value).to.equal('');
  });

  it('count for one purpose only', () => {
    expect(unsign('link', sign('flash', 'value'))).to.equal(undefined);
    expect(signatureOf('link', 'value')).not.to.equal(signatureOf('flash', 'value'));
  });

  it('refuse altered, cut and unsigned values', () => {
    const signed = sign('flash', 'user=7');
    for (const forged of [signed.replace('7', '8'), signed.slice(0, -1), 'user=7', 'user=7.', '']) {
      expect(unsign('flash', forged)).to.equal(undefined);
    }
  });

  it('end with the key that made them', () => {
    const signed = sign('flash', 'value');
    useSecretKey(Buffer.alloc(32, 9));
    expect(unsign('flash', signed)).to.equal(undefined);
  });
});
