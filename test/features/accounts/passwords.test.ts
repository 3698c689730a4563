import { expect } from 'chai';
import { Invalid, Unavailable } from '../../../server/core/http/index.js';
import {
  forgetSettings,
  loadSettings,
  saveInstallationSettings,
} from '../../../server/core/settings/index.js';
import {
  checkPassword,
  generatePassword,
  hashPassword,
  verifyPassword,
} from '../../../server/features/accounts/index.js';
import { openTestDatabase } from '../../support/database.js';

const words = ['Priya Raman', 'priya.raman@marlowfinch.example', 'Marlow & Finch'];

async function problemWith(password: string, known: readonly string[] = words): Promise<string> {
  try {
    await checkPassword(password, known);
    return '';
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const message = error.fields.password;
    return typeof message === 'string' ? message : (message?.key ?? '');
  }
}

describe('Passwords', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  before(async () => {
    database = await openTestDatabase();
    forgetSettings();
    await loadSettings();
  });
  after(() => database.drop());

  it('SEC 38 must have twelve characters, or as many as the settings say', async () => {
    expect(await problemWith('vqz7 xkwj u')).to.equal('errors.password_too_short');
    expect(await problemWith('vqz7 xkwj up')).to.equal('');
    await saveInstallationSettings({ 'security.password_min_length': 16 });
    expect(await problemWith('vqz7 xkwj up')).to.equal('errors.password_too_short');
    await saveInstallationSettings({ 'security.password_min_length': null });
  });

  it('SEC 38 counts characters as people see them, and needs no kinds of them', async () => {
    expect(await problemWith('éêëèàùïöüñçø')).to.equal('');
    expect(await problemWith('quarry lantern velvet')).to.equal('');
    expect(await problemWith('🎈🎈🎈🎈')).to.equal('errors.password_too_short');
  });

  it('SEC 38 may be 256 characters long, and not one is cut off', async () => {
    const long = 'quarry lantern velvet orbit '.repeat(10).slice(0, 256);
    expect(await problemWith(long)).to.equal('');
    const hash = await hashPassword(long);
    expect(await verifyPassword(hash, long)).to.equal(true);
    expect(await verifyPassword(hash, `${long.slice(0, 255)}!`)).to.equal(false);
    expect(await problemWith(`${long}x`)).to.equal('errors.too_long');
  });

  for (const password of [
    'password1234',
    '123456789012',
    'qwertyuiop12',
    'aaaaaaaaaaaaaa',
    'Welcome12345',
    'letmeinletmein',
    'iloveyou1234',
  ]) {
    it(`SEC 39 S038 refuses ${password}, which everybody guesses first`, async () => {
      expect(await problemWith(password)).to.equal('errors.password_guessable');
    });
  }

  for (const password of [
    'priyaraman2026',
    'Raman.Priya.1',
    'marlowandfinch',
    'marlowfinch123',
    'priya.raman@marlowfinch.example',
  ]) {
    it(`SEC 39 refuses ${password}, made of the name, the e-mail or the company`, async () => {
      expect(await problemWith(password)).to.equal('errors.password_guessable');
    });
  }

  it('CVE 43 judges a very long password quickly enough to be asked', async () => {
    expect(await problemWith('a1'.repeat(128))).to.equal('errors.password_guessable');
  });

  it('SEC 59 are stored as argon2id with a salt of their own', async () => {
    const [one, two] = [await hashPassword('the same words'), await hashPassword('the same words')];
    expect(one).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.to.equal(two);
  });

  it('are the same however an accent is typed', async () => {
    const hash = await hashPassword('caf\u00e9 au lait now');
    expect(await verifyPassword(hash, 'cafe\u0301 au lait now')).to.equal(true);
  });

  it('belong to nobody where there is no hash', async () => {
    expect(await verifyPassword(null, 'anything')).to.equal(false);
  });

  it('S006 are made strong and readable when somebody asks for one', async () => {
    const made = Array.from({ length: 50 }, generatePassword);
    for (const password of made) {
      expect(password).to.match(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
    }
    expect(new Set(made).size).to.equal(50);
    expect(await problemWith(made[0] ?? '')).to.equal('');
  });

  it('FAULTS 31 are hashed a few at a time; who comes when too many wait is told to try again', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 140 }, () => verifyPassword(null, 'anything')),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).to.be.at.least(1).and.lessThan(outcomes.length);
    for (const outcome of refused) expect(outcome.reason).to.be.instanceOf(Unavailable);
    expect(await verifyPassword(null, 'anything')).to.equal(false);
  });
});
