import { expect } from 'chai';
import { note } from '../../server/core/audit/index.js';
import { currentKnex, table, transaction } from '../../server/core/database/index.js';
import { allIds, dumpedTables } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/visitor.js';
import { walk } from '../support/walk.js';
import { makeWorld, type World } from '../support/world.js';
import { comment, file } from '../support/world-parts.js';
import { leaverName, plantLeaver } from './leaver.js';

type Reader = keyof World['people'] | 'nobody';

describe('Nothing leaks', function () {
  // One person's walk over everything is some hundred pages.
  this.timeout(120_000);
  let app: TestApp;
  let world: World;
  const walks = new Map<Reader, Map<string, Answer>>();

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await plant(world);
  });
  after(() => app.close());

  /** Everything that somebody can open; walked once. */
  async function everything(reader: Reader): Promise<Map<string, Answer>> {
    const known = walks.get(reader);
    if (known) return known;
    const visitor =
      reader === 'nobody' ? app.visitor() : await app.signedIn(world.people[reader].userId);
    const found = await walk(visitor, await allIds());
    expect(found.size).to.be.greaterThan(20);
    walks.set(reader, found);
    return found;
  }

  async function expectNone(reader: Reader, forbidden: readonly string[]): Promise<void> {
    for (const [path, { text, headers }] of await everything(reader)) {
      // A page may say again what was asked for in its address.
      const rest = `${text}\n${[...headers].join('\n')}`
        .replaceAll(decodeURIComponent(path), '')
        .replaceAll(path, '');
      for (const secret of forbidden)
        expect(rest.includes(secret), `${secret} at ${path}`).to.equal(false);
    }
  }

  it('CVE 8: nobody signed in reads anything of the agency', async () => {
    await expectNone('nobody', [
      ...world.secrets,
      'Redraw the harbour logo',
      'Website relaunch',
      'Sofia Lindqvist',
      'logo-draft',
    ]);
  });

  it('S109 CVE 1: a client reads nothing internal and nothing of another client, at any address', async () => {
    await expectNone('sofia', [
      ...world.secrets,
      'Foreign-Task-Poster',
      'Autumn campaign',
      'Northwind',
      'Nora Quist',
      'Elin Sandberg',
    ]);
  });

  it('S075: another client reads nothing of this one', async () => {
    await expectNone('nora', [
      ...world.secrets,
      'Redraw the harbour logo',
      'Website relaunch',
      'Harbour Coffee',
      'Sofia Lindqvist',
      'logo-draft',
    ]);
  });

  it('S071: staff read nothing of projects they are not on', async () => {
    await expectNone('elin', [
      'Secret-Task-Budget',
      'Redraw the harbour logo',
      'Website relaunch',
      'Secret-Comment-Margin',
      'Secret-File-Prices',
      'Secret-Content-Prices',
      'Foreign-Task-Poster',
      auditedName,
      leaverName,
    ]);
  });

  it('S071: staff read nothing of teams, their own among them, on pages that are not theirs', async () => {
    await expectNone('elin', ['Secret-Team-Lighthouse']);
    await expectNone('jonas', ['Secret-Team-Lighthouse']);
  });

  it('CVE 4: what hangs on a hidden task is hidden with it, though it is itself marked for clients', async () => {
    await expectNone('sofia', hanging);
    await expectNone('nora', hanging);
    await expectNone('elin', hanging);
    const read = [...(await everything('priya')).values()].map(({ text }) => text).join('\n');
    for (const text of hanging) expect(read.includes(text), text).to.equal(true);
  });

  it('SEC 55: nobody, not even the Admin of another one, reads what the audit trail of a workspace holds', async () => {
    await expectNone('priya', [foreignName]);
    await expectNone('sofia', [foreignName]);
  });

  it('CVE 9: nobody, not even an Admin, is sent a password hash, the hash of a token or a second factor’s secret', async () => {
    await expectNone('priya', [passwordHash, factorSecret]);
    await expectNone('sofia', [passwordHash, factorSecret]);
  });

  it('finds the planted texts where they belong, so that the search can fail', async () => {
    const read = [...(await everything('priya')).values()].map(({ text }) => text).join('\n');
    for (const secret of world.secrets) expect(read.includes(secret), secret).to.equal(true);
  });

  describe('and every answer', () => {
    const readers = ['nobody', 'sofia', 'priya'] as const;
    let answers: [path: string, answer: Answer][];

    before(async () => {
      const found = await Promise.all(readers.map(everything));
      answers = found.flatMap((read) => [...read]);
    });

    it('SEC 27 says what it is, with its signs, and is that', () => {
      for (const [path, { text, headers }] of answers) {
        const type = headers.get('content-type') ?? '';
        if (text !== '') expect(type, path).to.match(types);
        expect(/^\s*<!doctype html>/i.test(text), path).to.equal(isPage(type, text));
        if (type.startsWith('application/json')) JSON.parse(text);
      }
      const seen = new Set(answers.map(([, { headers }]) => headers.get('content-type')));
      expect(seen.size).to.be.at.least(4);
    });

    it('SEC 27 CVE 54 to our own script says that it is data, and that nobody may keep it', async () => {
      const priya = await app.signedIn(world.people.priya.userId);
      const headers = { accept: 'application/json' };
      const task = `/tasks/${world.tasks.logo}`;
      const answers = [
        await priya.get('/tasks/999999', headers),
        await app.visitor().get(task, headers),
        await priya.post(`${task}/completion`, {}, headers),
      ];
      expect(answers.map(({ status }) => status)).to.deep.equal([404, 401, 200]);
      for (const answer of answers) {
        expect(answer.headers.get('content-type')).to.equal('application/json; charset=utf-8');
        expect(answer.headers.get('cache-control')).to.match(/no-store/);
        expect(JSON.parse(answer.text)).to.be.an('object');
      }
    });

    it('SEC 27 with a file of the product says what that file is', async () => {
      const page = await app.visitor().get('/login');
      const files = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map(
        ([, url]) => url,
      );
      const types = await Promise.all(
        [...new Set(files as string[])].map(async (url) => {
          const { status, headers } = await app.visitor().get(url);
          expect(status, url).to.equal(200);
          return `${url.split('.').pop()} ${headers.get('content-type')}`;
        }),
      );
      expect(new Set(types)).to.include.keys(
        'css text/css; charset=utf-8',
        'js text/javascript; charset=utf-8',
        'svg image/svg+xml; charset=utf-8',
        'woff2 font/woff2',
      );
    });

    it('SEC 4 holds no data in a script: there is one, it is a file, and what people typed is text', () => {
      for (const [path, { text, headers }] of answers) {
        if (!headers.get('content-type')?.startsWith('text/html')) continue;
        const scripts = [...text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script/gi)];
        const isFrame = /<html/i.test(text);
        expect(scripts.length, path).to.equal(isFrame ? 1 : 0);
        for (const [, attributes, content] of scripts) {
          expect(attributes, path).to.match(/ src="\/assets\/[^"]+" nonce="[^"]+"$/);
          expect(content, path).to.equal('');
        }
      }
      const titles = answers.filter(([, { text }]) => text.includes('&lt;/script&gt;'));
      expect(titles.length).to.be.above(5);
    });

    it('CVE 54 is kept by nobody on the way, unless it is the same for all or has a picture’s own address', () => {
      for (const [path, { status, headers }] of answers) {
        expect(headers.get('etag'), path).to.equal(null);
        expect(headers.get('last-modified'), path).to.equal(null);
        if (status === 303) continue;
        const caching = headers.get('cache-control') ?? '';
        if (/^\/brand(\.css|\/)/.test(path) && status === 200) continue;
        expect(caching, path).to.match(
          /^\/brand-preview|^\/people\/\d+\/photo/.test(path) && status === 200
            ? /^private/
            : /no-store/,
        );
      }
    });

    it('CVE 54 is never confirmed to who asks whether what they hold is still right', async () => {
      const stranger = await app.signedIn(world.people.nora.userId);
      for (const reader of [stranger, app.visitor()]) {
        for (const path of [
          '/',
          `/portal/tasks/${world.tasks.logo}`,
          `/files/${world.files.shared}/download`,
          `/people/${world.people.jonas.userId}/photo`,
        ]) {
          const held = { 'if-none-match': '*', 'if-modified-since': new Date(0).toUTCString() };
          const answer = await reader.get(path, held);
          expect(answer.status, path).to.be.oneOf([200, 303, 404]);
        }
      }
    });
  });

  it('watches every table of the schema', async () => {
    const knex = currentKnex();
    if (knex.client.dialect !== 'sqlite3') return;
    const rows = (await knex('sqlite_master').where({ type: 'table' }).pluck('name')) as string[];
    const known = new Set([...dumpedTables.watched, ...dumpedTables.unwatched]);
    expect(rows.filter((name) => !name.startsWith('sqlite_') && !known.has(name))).to.deep.equal(
      [],
    );
  });
});

const passwordHash = 'Canary-Hash-Value';
/** Whom entries of the audit trail name: here, and in a workspace of others. */
const auditedName = 'Secret-Entry-Kestrel';
const foreignName = 'Foreign-Entry-Osprey';
const factorSecret = 'Canary-Factor-Value';
/** Contents of what is marked for clients but hangs on a task that is not. */
const hanging = ['Hanging-Comment-Rates', 'Hanging-File-Rates', 'Hanging-Content-Rates'];
/** What is sent: texts with their signs, pictures, files nobody should open here. */
const types =
  /^(text\/(html|css|plain); charset=utf-8|application\/json; charset=utf-8|image\/(png|webp|svg\+xml))$/;

/** Hides texts where each rule could leak them. */
async function plant({ workspaceId, tasks, people, secrets }: World): Promise<void> {
  secrets.push(auditedName, leaverName);
  await noteAbout(workspaceId, auditedName);
  await noteAbout(workspaceId + 1, foreignName);
  const author = people.priya.userId;
  await table('users').update({ password_hash: passwordHash, second_factor_at: 1 });
  await plantLeaver(workspaceId, tasks, people.jonas.membershipId);
  await plantFactors(Object.values(people).map(({ userId }) => userId));
  await table('tasks')
    .where({ id: tasks.sitemap })
    .update({ title: 'Sitemap </script><script>alert(1)</script>' });
  const [said, named, written] = hanging as [string, string, string];
  await comment(workspaceId, tasks.budget, author, 'client', said);
  await file(workspaceId, tasks.budget, author, 'client', `${named}.txt`, written);
}

async function noteAbout(workspaceId: number, name: string): Promise<void> {
  const subject = { type: 'user', id: 999, name };
  await transaction(() =>
    note({ action: 'user.added', workspaceId, subject, after: { email: `${name}@example.com` } }),
  );
}

/** Everybody has every second factor, each with a secret of the same name. */
async function plantFactors(userIds: readonly number[]): Promise<void> {
  for (const user_id of userIds) {
    const made = { user_id, created_at: 1 };
    await table('authenticators').insert({ ...made, secret: factorSecret, last_step: 0 });
    await table('recovery_codes').insert({ ...made, code_hash: factorSecret, used_at: null });
    await table('passkeys').insert({
      ...made,
      name: 'Phone',
      credential: factorSecret,
      credential_hash: `${factorSecret} ${user_id}`,
      public_key: factorSecret,
      counter: 0,
      used_at: null,
    });
  }
}

/** Redirects bring a line for browsers that do not follow them. */
function isPage(type: string, text: string): boolean {
  return type.startsWith('text/html') && !text.startsWith('<p>See Other');
}
