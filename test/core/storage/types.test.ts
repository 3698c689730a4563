import { Readable } from 'node:stream';
import { expect } from 'chai';
import {
  downloadHeaders,
  mayShowInline,
  save,
  UploadRefused,
} from '../../../server/core/storage/index.js';
import { temporaryUploads } from './folder.js';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const script = '<script>alert(document.cookie)</script>';
const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200, 1)]);

const hostile: [name: string, content: string | Buffer, reason: string][] = [
  ['page.html', `<html>${script}</html>`, 'type_not_allowed'],
  ['page.htm', script, 'type_not_allowed'],
  ['page.xhtml', script, 'type_not_allowed'],
  ['page.shtml', script, 'type_not_allowed'],
  ['run.js', 'alert(1)', 'type_not_allowed'],
  ['run.mjs', 'alert(1)', 'type_not_allowed'],
  ['run.php', '<?php phpinfo();', 'type_not_allowed'],
  ['setup.exe', exe, 'type_not_allowed'],
  ['setup.msi', exe, 'type_not_allowed'],
  ['run.bat', 'del *', 'type_not_allowed'],
  ['run.sh', '#!/bin/sh', 'type_not_allowed'],
  ['link.url', '[InternetShortcut]', 'type_not_allowed'],
  ['style.css', 'body{}', 'type_not_allowed'],
  ['noextension', 'text', 'type_not_allowed'],
  ['.htaccess', 'AddType text/html png', 'type_not_allowed'],
  ['photo.png', `<html>${script}</html>`, 'type_mismatch'],
  ['photo.jpg', `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`, 'type_mismatch'],
  ['photo.png.html', png, 'type_not_allowed'],
  ['plan.pdf', `<html>${script}</html>`, 'type_mismatch'],
  ['plan.pdf', exe, 'type_mismatch'],
  ['notes.txt', exe, 'type_mismatch'],
  ['notes.txt', Buffer.from([104, 0, 105]), 'type_mismatch'],
  ['design.fig', exe, 'type_mismatch'],
  ['design.fig', '#!/bin/sh\nrm -rf /', 'type_mismatch'],
  ['table.xlsx', png, 'type_mismatch'],
  ['photo.webp', png, 'type_mismatch'],
  [`photo.png\u0000.html`, png, 'type_not_allowed'],
  ['photo.html ', script, 'type_not_allowed'],
];

describe('Kinds of uploads', () => {
  let uploads: ReturnType<typeof temporaryUploads>;

  before(() => {
    uploads = temporaryUploads();
  });
  after(() => uploads.remove());

  for (const [name, content, reason] of hostile) {
    it(`SEC 33 CVE 32 ${JSON.stringify(name)} is refused: ${reason}`, async () => {
      const saving = save(Readable.from([Buffer.from(content)]), { name, maxBytes: 10_000 });
      const error = await saving.then(
        () => undefined,
        (refusal: unknown) => refusal,
      );
      expect(error).to.be.instanceOf(UploadRefused);
      expect((error as UploadRefused).reason).to.equal(reason);
    });
  }

  it('SEC 33 leave nothing behind when they are refused', () => {
    expect(uploads.files()).to.deep.equal([]);
  });

  it('SEC 33 pictures, texts and tables are taken as what they are', async () => {
    const good: [string, string | Buffer, string][] = [
      ['photo.PNG', png, 'image/png'],
      ['notes.md', '# Plan\n<script>', 'text/plain'],
      ['list.csv', 'a;b\n1;2', 'text/csv'],
      ['feed.ics', 'BEGIN:VCALENDAR\nEND:VCALENDAR', 'text/calendar'],
      ['page.xml', '<?xml version="1.0"?><a/>', 'application/octet-stream'],
      ['design.fig', 'fig-kiwi....', 'application/octet-stream'],
    ];
    for (const [name, content, mimeType] of good) {
      const file = await save(Readable.from([Buffer.from(content)]), { name, maxBytes: 10_000 });
      expect(file.mimeType, name).to.equal(mimeType);
    }
  });

  it('SEC 6 an SVG is kept, but only ever offered as a download', async () => {
    const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`;
    const file = await save(Readable.from([Buffer.from(svg)]), {
      name: 'logo.svg',
      maxBytes: 10_000,
    });
    expect(file.mimeType).to.equal('application/octet-stream');
    expect(mayShowInline(file.mimeType)).to.equal(false);
  });

  it('an admin may narrow the list or add kinds, which are then downloads only', async () => {
    const options = { name: 'page.html', maxBytes: 10_000, allowed: ['html'] };
    const page = await save(Readable.from([Buffer.from(script)]), options);
    expect(page.mimeType).to.equal('application/octet-stream');
    const refused = await save(Readable.from([png]), { ...options, name: 'a.png' }).catch(
      (error: unknown) => error,
    );
    expect((refused as UploadRefused).reason).to.equal('type_not_allowed');
  });
});

describe('The answer with a stored file', () => {
  it('SEC 36 is a download with its name in both spellings, whatever the name holds', () => {
    const { 'Content-Disposition': disposition } = downloadHeaders({
      name: 'Entwürfe "neu"\r\nX-Evil: 1 漢字 100%;.pdf',
      mimeType: 'application/pdf',
    });
    expect(disposition).to.equal(
      'attachment; filename="Entw_rfe _neu___X-Evil: 1 __ 100__.pdf"; ' +
        "filename*=UTF-8''Entw%C3%BCrfe%20%22neu%22__X-Evil%3A%201%20%E6%BC%A2%E5%AD%97%20100%25%3B.pdf",
    );
  });

  it('CVE 34 bears any name at all', () => {
    for (const name of ['', '\ud800', 'a'.repeat(500), '../..', "it's (1)*.png", '\u202egnp.exe']) {
      const headers = downloadHeaders({ name, mimeType: 'image/png' });
      expect(headers['Content-Disposition']).to.match(/^attachment; filename="[\x20-\x7e]+"; /);
      expect(headers['Content-Disposition']).not.to.match(/[\r\n/\\]/);
    }
  });

  it('SEC 33 is never active content: no sniffing, no rights of the site', () => {
    for (const mimeType of ['application/octet-stream', 'image/png', 'text/plain']) {
      const headers = downloadHeaders({ name: 'a', mimeType }, { inline: true });
      expect(headers['X-Content-Type-Options']).to.equal('nosniff');
      expect(headers['Content-Security-Policy']).to.include('sandbox');
    }
    const unknown = downloadHeaders(
      { name: 'a.svg', mimeType: 'application/octet-stream' },
      { inline: true },
    );
    expect(unknown['Content-Disposition']).to.match(/^attachment/);
  });
});
