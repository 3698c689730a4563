import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

const script = '<script>alert(document.domain)</script>';
const zipHead = Buffer.from('504b0304140000000800', 'hex');
const exeHead = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);

/** Content that is something else than its name says, or something that a browser runs. */
const refused: [what: string, name: string, content: string | Buffer, type?: string][] = [
  ['a page', 'page.html', script, 'text/html'],
  ['a page called a picture', 'page.png', script, 'image/png'],
  ['a page called a PDF', 'page.pdf', script, 'application/pdf'],
  ['an XHTML page', 'page.xhtml', script],
  ['a script', 'run.js', 'alert(1)', 'text/javascript'],
  ['a module', 'run.mjs', 'alert(1)'],
  ['a server page', 'shell.php', '<?php system($_GET[0]);'],
  ['a server page behind a harmless end', 'shell.php.png', '<?php system($_GET[0]);'],
  ['a program', 'setup.exe', exeHead],
  ['a program called a photo', 'photo.jpg', exeHead, 'image/jpeg'],
  ['an archive called a photo', 'photo.png', zipHead],
  ['a shell script', 'run.sh', '#!/bin/sh\nrm -rf /'],
  ['a settings file of a web server', '.htaccess', 'AddType text/html .txt'],
  ['a file without an end', 'README', 'words'],
  ['an end of capitals', 'page.HTML', script],
  ['an end followed by a dot', 'page.html.', script],
  ['an end followed by a space', 'page.html ', script],
  ['an end behind a null', 'page.html\u0000.png', script],
  ['text with null bytes', 'notes.txt', Buffer.from('a\u0000b')],
  ['nothing', 'empty.txt', ''],
];

/** Names that mean something to a file system, a header, a page or an eye. */
const names: [given: string, kept: RegExp][] = [
  ['../../../../etc/cron.d/evil.txt', /^evil\.txt$/],
  ['..\\..\\windows\\evil.txt', /^evil\.txt$/],
  ['"><img src=x onerror=alert(1)>.txt', /onerror/],
  ['a\r\nSet-Cookie: x=1.txt', /^a.*Set-Cookie: x=1\.txt$/],
  ['invoice\u202etxt.exe.txt', /^invoicetxt\.exe\.txt$/],
  [`${'long '.repeat(100)}.txt`, /^(long ){10}.*…\.txt$/],
  ['Größe 漢字 \u{1F600}.txt', /^Größe 漢字 \u{1F600}\.txt$/u],
];

describe('Hostile uploads', () => {
  let app: TestApp;
  let world: World;
  let jonas: Visitor;
  let sofia: Visitor;
  const fields = () => ({
    subject_type: 'task',
    subject_id: world.tasks.logo,
    visibility: 'client',
  });
  const below = (folder: string) => {
    const full = path.join(app.config.uploadsDirectory, folder);
    if (!existsSync(full)) return 0;
    const entries = readdirSync(full, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).length;
  };

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    jonas = await app.signedIn(world.people.jonas.userId);
    sofia = await app.signedIn(world.people.sofia.userId);
  });
  after(() => app.close());

  for (const [what, name, content, type] of refused) {
    it(`SEC 33 CVE 32 ${what} is refused, and nothing of it stays`, async () => {
      const before = await dump();
      const stored = below('files');
      const body = typeof content === 'string' ? content : new Uint8Array(content);
      const file = { field: 'files', name, content: body, ...(type ? { type } : {}) };
      const answer = await jonas.upload('/files', fields(), [file]);
      expect(answer.status).to.be.oneOf([400, 422]);
      expect(await dump()).to.deep.equal(before);
      expect([below('files'), below('tmp')]).to.deep.equal([stored, 0]);
    });
  }

  it('SEC 6 CVE 32 a drawing with script is refused or never shown in the page', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`;
    const file = { field: 'files', name: 'logo.svg', content: svg, type: 'image/svg+xml' };
    const answer = await jonas.upload('/files', fields(), [file]);
    if (answer.status !== 303) return;
    const row = (await table('files').where({ name: 'logo.svg' }).first()) as { id: number };
    const shown = await sofia.get(`/files/${row.id}/download?inline=1`);
    expect(shown.headers.get('content-disposition')).to.match(/^attachment/);
    expect(shown.headers.get('content-security-policy')).to.include('sandbox');
    expect((await sofia.get(`/portal/files/${row.id}`)).text).not.to.include('<img src="/files');
  });

  for (const [given, kept] of names) {
    it(`SEC 35 CVE 34 a file named ${JSON.stringify(given.slice(0, 40))} keeps a harmless name`, async () => {
      await jonas.upload('/files', fields(), [{ field: 'files', name: given, content: 'words' }]);
      const row = (await table('files').orderBy('id', 'desc').first()) as {
        id: number;
        name: string;
        storage_key: string;
      };
      expect(row.name).to.match(kept);
      expect(row.name.length).to.be.at.most(255);
      expect(row.storage_key).to.match(/^[0-9a-f]{32}$/);
      const answer = await sofia.get(`/files/${row.id}/download`);
      expect(answer.text).to.equal('words');
      expect(answer.headers.get('set-cookie')).to.equal(null);
      const page = await sofia.get(`/portal/tasks/${world.tasks.logo}`);
      expect(page.text).not.to.include('<img src=x');
    });
  }

  it('SEC 32 SEC 16 more files at once than allowed are refused together', async () => {
    const before = await dump();
    const stored = below('files');
    const files = Array.from({ length: 21 }, (_, at) => ({
      field: 'files',
      name: `${at}.txt`,
      content: 'x',
    }));
    const answer = await jonas.upload('/files', fields(), files);
    expect(answer.status).to.equal(413);
    expect(answer.text).to.include('20');
    expect(await dump()).to.deep.equal(before);
    await eventually(() => expect([below('files'), below('tmp')]).to.deep.equal([stored, 0]));
  });

  it('CVE 45 files without the form’s token are not kept', async () => {
    const before = await dump();
    const stored = below('files');
    const form = new FormData();
    for (const [name, value] of Object.entries(fields())) form.append(name, String(value));
    form.append('files', new Blob(['words']), 'notes.txt');
    const answer = await jonas.send('/files', { method: 'POST', body: form });
    expect(answer.status).to.equal(403);
    expect(await dump()).to.deep.equal(before);
    await eventually(() => expect(below('files')).to.equal(stored));
  });

  it('CVE 42 FAULTS 29 a broken multipart body is the sender’s fault and changes nothing', async () => {
    const before = await dump();
    const bodies = [
      '',
      '--x',
      '--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nwords',
      '--x\r\nContent-Disposition: form-data\r\n\r\nwords\r\n--x--\r\n',
      '--x\r\n\r\n\r\n--x--\r\n',
      `--x\r\n${'A: b\r\n'.repeat(5000)}\r\n`,
    ];
    for (const body of bodies) {
      const answer = await jonas.send('/files', {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body,
      });
      expect(answer.status, body.slice(0, 60)).to.be.oneOf([400, 403]);
    }
    const noBoundary = await jonas.send('/files', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data' },
      body: 'words',
    });
    expect(noBoundary.status).to.be.oneOf([400, 403]);
    expect(await dump()).to.deep.equal(before);
    expect((await jonas.get(`/tasks/${world.tasks.logo}`)).status).to.equal(200);
  });

  it('FAULTS 2 CVE 42 uploads that break off in the middle leave neither rows nor bytes', async () => {
    const before = await dump();
    const stored = below('files');
    await Promise.all(Array.from({ length: 40 }, () => breakOff(app, jonas)));
    await eventually(() => expect([below('files'), below('tmp')]).to.deep.equal([stored, 0]));
    expect(await dump()).to.deep.equal(before);
    const answer = await jonas.upload('/files', fields(), [
      { field: 'files', name: 'after.txt', content: 'still here' },
    ]);
    expect(answer.status).to.equal(303);
  });
});

/** Begins an upload of a megabyte, sends a tenth of it and hangs up. */
function breakOff(app: TestApp, visitor: Visitor): Promise<void> {
  const { port } = new URL(app.origin);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(
        [
          'POST /files HTTP/1.1',
          `Host: 127.0.0.1:${port}`,
          `Cookie: ${visitor.cookieHeader()}`,
          'Content-Type: multipart/form-data; boundary=x',
          'Content-Length: 1000000',
          '',
          '--x',
          'Content-Disposition: form-data; name="files"; filename="half.txt"',
          '',
          'half '.repeat(20_000),
        ].join('\r\n'),
        () => socket.destroy(),
      );
    });
    socket.on('close', () => resolve());
    socket.on('error', () => resolve());
  });
}

/** Waits for what happens after the answer, for at most five seconds. */
async function eventually(check: () => void): Promise<void> {
  const end = Date.now() + 5000;
  for (;;) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
