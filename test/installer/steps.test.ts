import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { setupCode } from '../../installer/index.js';
import { closeDatabase, openDatabase, table } from '../../server/core/database/index.js';
import { verifyPassword } from '../../server/features/accounts/index.js';
import type { Fields, Visitor } from '../support/visitor.js';
import {
  type FreshInstaller,
  freshInstaller,
  goodAnswers,
  passSteps,
  unreachableMail,
} from './support.js';

describe('The installer', () => {
  let installer: FreshInstaller;

  beforeEach(async () => {
    installer = await freshInstaller();
  });

  afterEach(async () => installer.close());

  describe('before the setup code', () => {
    it('every page leads to it', async () => {
      const visitor = installer.visitor();
      for (const page of ['/', '/login', '/projects/1', '/settings', '/health', '/nothing/here']) {
        const answer = await visitor.get(page);
        expect([page, answer.status, answer.location]).to.deep.equal([page, 303, '/install']);
      }
      expect((await visitor.get('/install')).location).to.equal('/install/code');
    });

    it('a changing request to anything else finds nothing', async () => {
      const visitor = installer.visitor();
      await visitor.get('/install/code');
      expect((await visitor.post('/login', { email: 'a@b.example' })).status).to.equal(404);
    });

    it('no step can be seen or passed (CVE 17)', async () => {
      const visitor = installer.visitor();
      await visitor.get('/install/code');
      for (const step of Object.keys(goodAnswers)) {
        expect((await visitor.get(`/install/${step}`)).location).to.equal('/install/code');
        const answer = await visitor.post(`/install/${step}`, goodAnswers[step] as Fields);
        expect([step, answer.location]).to.deep.equal([step, '/install/code']);
      }
      expect(existsSync(path.join(installer.config.dataDirectory, 'install.json'))).to.equal(false);
    });

    it('a wrong code is refused beside its field', async () => {
      const visitor = installer.visitor();
      await visitor.get('/install/code');
      const answer = await visitor.post('/install/code', { code: 'AAAA-BBBB-CCCC' });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('not the code of this installation');
      expect(answer.text).to.include('value="AAAA-BBBB-CCCC"');
    });

    it('guessing is slowed down, also by many at once', async () => {
      const visitor = installer.visitor();
      await visitor.get('/install/code');
      const guesses = Array.from({ length: 15 }, (_, index) =>
        visitor.post('/install/code', { code: `AAAA-BBBB-CCC${index}` }),
      );
      const statuses = (await Promise.all(guesses)).map((answer) => answer.status);
      expect(statuses.filter((status) => status === 429).length).to.be.at.least(5);
      const right = await visitor.post('/install/code', { code: setupCode(installer.config) });
      expect(right.status).to.equal(429);
      expect(Number(right.headers.get('retry-after'))).to.be.greaterThan(0);
    });

    it('the code is kept in a file that only its owner can read, and may be typed carelessly', async () => {
      const file = path.join(installer.config.dataDirectory, 'setup-code');
      expect(statSync(file).mode & 0o777).to.equal(0o600);
      const code = readFileSync(file, 'utf8').trim();
      const visitor = installer.visitor();
      await visitor.get('/install/code');
      const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
      expect((await visitor.post('/install/code', { code: typed })).location).to.equal('/install');
    });

    it('a forged form is refused (CVE 45)', async () => {
      const answer = await installer.visitor().send('/install/code', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ code: setupCode(installer.config) }).toString(),
      });
      expect(answer.status).to.equal(403);
    });
  });

  describe('step by step', () => {
    let visitor: Visitor;

    beforeEach(async () => {
      visitor = await installer.admitted();
    });

    it('opens no step before those above it are passed (SEC 15)', async () => {
      expect((await visitor.get('/install/license')).location).to.equal('/install/welcome');
      await passSteps(visitor, 'welcome');
      const answer = await visitor.post('/install/finish');
      expect([answer.status, answer.location]).to.deep.equal([303, '/install/database']);
    });

    it('goes on where it stopped after a restart, and keeps what was typed', async () => {
      for (const step of ['welcome', 'database', 'administrator', 'organisation']) {
        await passSteps(visitor, step);
        await installer.restart();
        visitor = await installer.admitted();
      }
      expect((await visitor.get('/install')).location).to.equal('/install/email');
      const back = await visitor.get('/install/administrator');
      expect(back.text).to.include('value="priya@marlowfinch.example"');
      expect(back.text).not.to.include('harbour lights');
      const organisation = (await visitor.get('/install/organisation')).text;
      expect(organisation).to.include('value="Marlow &amp; Finch"');
      expect(organisation).to.match(/value="Europe\/London" selected/);
    });

    it('keeps nothing secret in the clear, and its file to its owner', async () => {
      await passSteps(visitor, 'license', {
        email: { ...unreachableMail, password: 'canary-mail-secret', go: 'untested' },
      });
      const file = path.join(installer.config.dataDirectory, 'install.json');
      expect(statSync(file).mode & 0o777).to.equal(0o600);
      const kept = readFileSync(file, 'utf8');
      expect(kept).not.to.match(/canary-mail-secret|harbour lights|argon2/);
    });

    it('starts anew when its file is damaged', async () => {
      await passSteps(visitor, 'administrator');
      writeFileSync(path.join(installer.config.dataDirectory, 'install.json'), '{"passed": ["we');
      expect((await visitor.get('/install')).location).to.equal('/install/welcome');
      await passSteps(visitor, 'license');
      expect((await visitor.get('/install')).location).to.equal('/install/finish');
    });

    it('goes back, and keeps a password that is left empty', async () => {
      await passSteps(visitor, 'organisation');
      const { name, email } = goodAnswers.administrator as Record<string, string>;
      const answer = await visitor.post('/install/administrator', {
        name: `${name}!`,
        email: email ?? '',
        password: '',
      });
      expect(answer.location).to.equal('/install/organisation');
      expect((await visitor.get('/install')).location).to.equal('/install/email');
    });
  });

  describe('at the end', () => {
    it('of 20 who finish at the same moment, one makes the administrator (FAULTS 7)', async () => {
      const visitor = await installer.admitted();
      await passSteps(visitor, 'license');
      const tries = Array.from({ length: 20 }, () => visitor.post('/install/finish'));
      const answers = await Promise.all(tries);
      expect(answers.some((answer) => answer.text.includes('You are set up'))).to.equal(true);
      for (const answer of answers) expect(answer.status).to.be.oneOf([200, 303, 404]);
      expect(installer.isInstalled()).to.equal(true);
      expect(await countRows(installer)).to.deep.equal(oneOfEach);
    });

    it('makes one account, which opens by nothing but the password that was typed (SEC 42)', async () => {
      const visitor = await installer.admitted();
      await passSteps(visitor, 'finish');
      openDatabase(installer.config.database);
      const users = await table<{ email: string; password_hash: string }>('users');
      await closeDatabase();
      expect(users.map(({ email }) => email)).to.deep.equal(['priya@marlowfinch.example']);
      const hash = users[0]?.password_hash ?? '';
      expect(await verifyPassword(hash, String(goodAnswers.administrator?.password))).to.equal(
        true,
      );
      for (const known of ['', 'admin', 'password', 'changeme', 'task-session', 'Priya Raman'])
        expect(await verifyPassword(hash, known), known).to.equal(false);
    });

    it('leaves its marks, and nothing of the answers', async () => {
      const visitor = await installer.admitted();
      await passSteps(visitor, 'finish');
      const { dataDirectory, uploadsDirectory } = installer.config;
      expect(existsSync(path.join(uploadsDirectory, 'installed'))).to.equal(true);
      expect(existsSync(path.join(dataDirectory, 'install.json'))).to.equal(false);
      expect(existsSync(path.join(dataDirectory, 'setup-code'))).to.equal(false);
      const settings = path.join(dataDirectory, 'settings.json');
      expect(statSync(settings).mode & 0o777).to.equal(0o600);
      expect(JSON.parse(readFileSync(settings, 'utf8'))).to.include.keys(
        'installedAt',
        'database.engine',
      );
    });

    it('is gone: nothing answers any more, whatever is sent', async () => {
      const visitor = await installer.admitted();
      await passSteps(visitor, 'finish');
      for (const step of ['', '/code', ...Object.keys(goodAnswers).map((name) => `/${name}`)]) {
        expect((await visitor.get(`/install${step}`)).status).to.equal(404);
        const headers = { 'x-requested-with': 'XMLHttpRequest', accept: 'application/json' };
        expect((await visitor.post(`/install${step}`, {}, headers)).status).to.equal(404);
      }
      expect(await countRows(installer)).to.deep.equal(oneOfEach);
    });

    it('finishing twice, with the answers brought back, changes nothing', async () => {
      const visitor = await installer.admitted();
      await passSteps(visitor, 'license');
      const kept = readFileSync(path.join(installer.config.dataDirectory, 'install.json'));
      await visitor.post('/install/finish');
      writeFileSync(path.join(installer.config.dataDirectory, 'install.json'), kept);
      await installer.restart();
      const second = await installer.admitted();
      await second.post('/install/finish');
      expect(await countRows(installer)).to.deep.equal(oneOfEach);
    });

    it('asks for an answer again that was sealed under another key', async () => {
      const visitor = await installer.admitted();
      await passSteps(visitor, 'license');
      const file = path.join(installer.config.dataDirectory, 'install.json');
      const state = JSON.parse(readFileSync(file, 'utf8'));
      state.answers.administrator.passwordHash = 'v1.ffffffff.AAAA';
      writeFileSync(file, JSON.stringify(state));
      const answer = await visitor.post('/install/finish');
      expect([answer.status, answer.location]).to.deep.equal([303, '/install/administrator']);
      expect(installer.isInstalled()).to.equal(false);
    });
  });
});

const oneOfEach = { users: 1, workspaces: 1, memberships: 1, roles: 3 };

async function countRows(installer: FreshInstaller): Promise<Record<string, number>> {
  openDatabase(installer.config.database);
  try {
    const counts: Record<string, number> = {};
    for (const name of Object.keys(oneOfEach)) {
      const row = await table<{ n: number }>(name).count({ n: '*' }).first();
      counts[name] = Number((row as { n: unknown }).n);
    }
    return counts;
  } finally {
    await closeDatabase();
  }
}
