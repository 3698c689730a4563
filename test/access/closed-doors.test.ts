import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { expect } from 'chai';
import { projectRoot } from '../../server/core/config/index.js';
import { currentKnex, table } from '../../server/core/database/index.js';
import { siteAssets } from '../../server/core/http/index.js';
import { codeFiles, inProject, read } from '../architecture/files.js';
import { dumpedTables } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

/** What lies in the folders of an installation, and what scanners ask every site for. */
const files = [
  '/.git/config',
  '/.git/HEAD',
  '/.env',
  '/.env.production',
  '/.npmrc',
  '/config/local/settings.json',
  '/config/local/database.sqlite',
  '/config/locales/en.json',
  '/uploads/README.md',
  '/uploads/files',
  '/public/js/app.js',
  '/js/app.js',
  '/css/tokens/colors.css',
  '/server/main.ts',
  '/dist/server/main.js',
  '/node_modules/express/package.json',
  '/views/layouts/app.ejs',
  '/license/LICENSE.md',
  '/install.json',
  '/backup.zip',
  '/database.sqlite',
  '/debug',
  '/metrics',
  '/server-status',
  '/phpinfo.php',
  '/wp-login.php',
  '/install',
];

/** Ways out of a folder, as a browser would not send them. */
const waysOut = ['..', '%2e%2e', '..%2f..', '....//', '..\\', '%5c..', '.%2e'].flatMap((up) =>
  ['/assets/', '/assets/0123456789/', '/files/', '/brand/', '/'].flatMap((from) => [
    `${from}${up}/${up}/package.json`,
    `${from}${up}/${up}/${up}/${up}/${up}/${up}/${up}/${up}/etc/passwd`,
  ]),
);

describe('Closed doors', () => {
  let app: TestApp;
  let world: World;
  let readers: Visitor[];

  before(async () => {
    app = await startTestApp();
  });
  after(() => app.close());

  describe('of an installation with nobody in it', () => {
    it('SEC 42 there is no account, no role and no setting: every table is empty', async () => {
      for (const name of [...dumpedTables.watched, 'sessions', 'sign_ins']) {
        const row = await currentKnex()(name).count({ n: '*' }).first();
        expect(Number(row?.n), name).to.equal(0);
      }
    });

    it('SEC 42 no name and password that everybody knows open it', async () => {
      for (const [email, password] of [
        ['admin@example.com', 'admin'],
        ['admin', 'admin'],
        ['root@localhost', 'root'],
        ['admin@example.com', 'password'],
        ['priya@example.com', 'correct horse battery staple'],
        ['', ''],
      ] as const) {
        const visitor = app.visitor();
        const answer = await visitor.post('/login', { email, password });
        expect(answer.status, email).to.equal(422);
        expect((await visitor.get('/projects')).location).to.match(/^\/login/);
      }
      expect(await table('sessions').where('user_id', '>', 0)).to.deep.equal([]);
    });

    it('SEC 42 no account is written into a migration', () => {
      const writing = codeFiles(['migrations']).filter((file) =>
        /\binsert|seed\b/i.test(read(file)),
      );
      expect(writing).to.deep.equal([]);
    });
  });

  describe('of an installation in use', () => {
    before(async () => {
      world = await makeWorld();
      readers = [app.visitor(), await app.signedIn(world.people.priya.userId)];
    });

    it('SEC 62 nothing that lies in the folders of the program is there, for nobody and for an Admin', async () => {
      const own = readdirSync(projectRoot).flatMap((name) => [`/${name}`, `/${name}/`]);
      expect(own).to.include('/package.json');
      for (const visitor of readers)
        for (const path of [...files, ...own])
          expect((await visitor.get(path)).status, path).to.equal(404);
    });

    it('SEC 62 no way leads out of a folder', async () => {
      for (const path of waysOut) {
        const { status, text } = await ask(path);
        expect(status, path).to.be.oneOf([400, 404]);
        expect(text, path).not.to.match(/"name": "task-session"|root:.*:0:0/);
      }
    });

    it('SEC 62 the folders of what browsers fetch cannot be listed, and its sources do not come along', async () => {
      for (const url of Object.values(siteAssets().urls)) {
        const folder = url.slice(0, url.lastIndexOf('/') + 1);
        for (const path of [folder, '/assets/', '/assets', `${url}.map`, `${url}/`])
          expect((await app.visitor().get(path)).status, path).to.equal(404);
        const text = siteAssets().lookUp(url)?.body.toString('latin1') ?? '';
        expect(text.length, url).to.be.above(0);
        expect(text, url).not.to.include('sourceMappingURL');
      }
    });

    it('SEC 62 what cannot be read is refused in words that tell nothing from inside', async () => {
      const [, priya] = readers as [Visitor, Visitor];
      const form = 'application/x-www-form-urlencoded';
      const answers = [
        await ask('/projects?q=%E0%A4%A'),
        await ask('/%E0%A4%A'),
        await ask('/%c0%af'),
        await ask('/projects', 'TRACE'),
        await ask('/projects', 'PROPFIND'),
        await priya.send('/tasks', {
          method: 'POST',
          headers: { 'content-type': form },
          body: '%',
        }),
        await priya.send('/tasks', {
          method: 'POST',
          headers: { 'content-type': `${form}; charset=nothing` },
          body: 'title=x',
        }),
        await priya.send('/files', {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data' },
          body: 'nothing',
        }),
        await priya.send('/tasks', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"title":',
        }),
        await app.visitor().get('/login', { cookie: 'session=%E0%A4%A; form=%%; flash=s%3Ax.y' }),
      ];
      for (const [at, { status, text, headers }] of answers.entries()) {
        expect(status, String(at)).to.be.below(500);
        expect(text, String(at)).not.to.match(/\n\s+at |node_modules|Error:|\bknex\b|express/i);
        expect(text, String(at)).not.to.include(projectRoot);
        expect(headers.get('x-powered-by')).to.equal(null);
        expect(headers.get('server')).to.equal(null);
      }
    });

    it('looks for files that are there, so that the search can fail', () => {
      for (const file of ['package.json', 'public/js/app.js', 'server/main.ts', '.npmrc'])
        expect(existsSync(inProject(file)), file).to.equal(true);
    });
  });

  /** Asks for a path exactly as it is written: fetch() would tidy it up. */
  function ask(
    path: string,
    method = 'GET',
  ): Promise<{ status: number; text: string; headers: Headers }> {
    const { hostname, port } = new URL(app.origin);
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, path, method }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const headers = new Headers(response.headers as Record<string, string>);
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, text, headers });
        });
      });
      asked.on('error', reject);
      asked.end();
    });
  }
});
