import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import {
  checkUploads,
  cleanOrphans,
  cleanTemporary,
  createUploads,
  FileMissing,
  isStorageKey,
  keep,
  open,
  registerFileOwner,
  remove,
  save,
  stateOf,
  UploadRefused,
} from '../../../server/core/storage/index.js';
import { temporaryUploads } from './folder.js';

const known = new Set<string>();
registerFileOwner(async (keys) => keys.filter((key) => known.has(key)));

describe('Stored files', () => {
  let uploads: ReturnType<typeof temporaryUploads>;

  beforeEach(() => {
    uploads = temporaryUploads();
    known.clear();
  });
  afterEach(() => uploads.remove());

  const upload = (content: string | Buffer, name = 'notes.txt', maxBytes = 1_000_000) =>
    save(Readable.from([Buffer.from(content)]), { name, maxBytes });

  it('FAULTS 2 come back byte for byte with their size and fingerprint', async () => {
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(300_000)]);
    const file = await save(Readable.from(slices(content, 7_001)), {
      name: 'Plan.PDF',
      maxBytes: 400_000,
    });
    expect(file.sizeBytes).to.equal(content.length);
    expect(file.sha256).to.equal(createHash('sha256').update(content).digest('hex'));
    expect(file.mimeType).to.equal('application/pdf');
    const { stream, sizeBytes } = await open(file.key);
    expect(sizeBytes).to.equal(content.length);
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    expect(Buffer.concat(parts).equals(content)).to.equal(true);
  });

  it('can be read in part', async () => {
    const { key } = await upload('hello world');
    const { stream } = await open(key, { start: 6, end: 8 });
    expect(await text(stream)).to.equal('wor');
  });

  it('SEC 35 lie under random names that nobody typed, readable by their owner only', async () => {
    const { key } = await upload('hello', '../../etc/passwd.txt');
    expect(isStorageKey(key)).to.equal(true);
    const [file = ''] = uploads.files().filter((name) => name.startsWith('files'));
    expect(file).to.equal(path.join('files', key.slice(0, 2), key.slice(2, 4), key));
    expect(statSync(path.join(uploads.folder, file)).mode & 0o777).to.equal(0o600);
  });

  it('CVE 41 are never found by anything but a key', async () => {
    const hostile = [
      '../../secret.key',
      '/etc/passwd',
      '',
      'ab',
      `${'a'.repeat(31)}/`,
      'A'.repeat(32),
    ];
    for (const key of hostile) {
      for (const use of [open, remove, (k: string) => stateOf(k, { sizeBytes: 1, sha256: '' })]) {
        const failure = await use(key).then(
          () => undefined,
          (error: Error) => error,
        );
        expect(failure, key).to.be.instanceOf(Error);
        expect(failure).not.to.be.instanceOf(FileMissing);
      }
    }
  });

  it('SEC 32 are refused above the size limit, with the limit, and leave nothing behind', async () => {
    const refused = await refusalOf(
      save(Readable.from(slices(Buffer.alloc(5000, 'a'), 100)), { name: 'a.txt', maxBytes: 999 }),
    );
    expect(refused.reason).to.equal('too_large');
    expect(refused.values).to.deep.equal({ name: 'a.txt', limit: 999 });
    expect(uploads.files()).to.deep.equal([]);
  });

  it('SEC 32 are refused when the quota is used up', async () => {
    const saving = save(Readable.from([Buffer.alloc(50, 'a')]), {
      name: 'a.txt',
      maxBytes: 100,
      bytesLeft: 49,
    });
    expect((await refusalOf(saving)).reason).to.equal('quota');
  });

  it('FAULTS 29 are refused when they are empty', async () => {
    expect((await refusalOf(upload(''))).reason).to.equal('empty');
    expect(uploads.files()).to.deep.equal([]);
  });

  it('CVE 42 leave nothing behind when the connection breaks', async () => {
    const broken = new Readable({ read() {} });
    broken.push('first half');
    const saving = save(broken, { name: 'a.txt', maxBytes: 100 });
    broken.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
    expect((await refusalOf(saving)).reason).to.equal('interrupted');
    expect(uploads.files()).to.deep.equal([]);
  });

  it('FAULTS 14 are refused, and the folder is not made anew, when the volume is not mounted', async () => {
    rmSync(uploads.folder, { recursive: true });
    expect(await checkUploads()).to.equal('missing');
    expect((await refusalOf(upload('hello'))).reason).to.equal('folder_missing');
    expect(existsSync(uploads.folder)).to.equal(false);
    await createUploads();
    expect(await checkUploads()).to.equal(undefined);
    await upload('hello');
  });

  it('FAULTS 14 a file in the place of the folder is named as such', async () => {
    rmSync(uploads.folder, { recursive: true });
    writeFileSync(uploads.folder, '');
    expect(await checkUploads()).to.equal('not_a_folder');
  });

  it('FAULTS 30 that were deleted on disk are missing, those that were changed are damaged', async () => {
    const file = await upload('hello world');
    const place = path.join(
      uploads.folder,
      uploads.files().find((name) => name.startsWith('files')) ?? '',
    );
    expect(await stateOf(file.key, file)).to.equal('whole');
    writeFileSync(place, 'hello wOrld');
    expect(await stateOf(file.key, file)).to.equal('damaged');
    truncateSync(place, 4);
    expect(await stateOf(file.key, file)).to.equal('damaged');
    rmSync(place);
    expect(await stateOf(file.key, file)).to.equal('missing');
    const failure = await open(file.key).catch((error: Error) => error);
    expect(failure).to.be.instanceOf(FileMissing);
    await remove(file.key);
  });

  it('FAULTS 2 half an upload of a killed process is gone after the next start', async () => {
    await upload('hello');
    const folder = path.join(uploads.folder, 'tmp');
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const names = [gone, process.pid, process.ppid].map((pid) => `${'a'.repeat(32)}.${pid}.part`);
    for (const name of names) writeFileSync(path.join(folder, name), 'half');
    expect(await cleanTemporary()).to.equal(2);
    const left = uploads.files().filter((name) => name.startsWith('tmp'));
    expect(left, 'another process is still writing it').to.deep.equal([`tmp/${names[2]}`]);
  });

  it('FAULTS 2 a file that no record knows is removed, a known one never', async () => {
    const lost = await upload('lost');
    const told = await upload('known, and its note was left');
    const kept = await upload('known and kept');
    known.add(told.key);
    await keep(kept.key);
    expect(await cleanOrphans(), 'too young to judge').to.equal(0);
    expect(await cleanOrphans(0)).to.equal(1);
    expect(await text((await open(told.key)).stream)).to.contain('known');
    expect(await text((await open(kept.key)).stream)).to.contain('known');
    expect(await open(lost.key).catch((error: Error) => error)).to.be.instanceOf(FileMissing);
    expect(await cleanOrphans(0)).to.equal(0);
    expect(uploads.files().filter((name) => name.startsWith('new'))).to.deep.equal([]);
  });

  it('removes what is not needed any more, twice if need be', async () => {
    const { key } = await upload('hello');
    await remove(key);
    await remove(key);
    expect(uploads.files()).to.deep.equal([]);
  });

  it('keeps the text as it was typed', async () => {
    const { key } = await upload('naïve 漢字 €', 'a.md');
    const place =
      uploads.files().find((name) => name.endsWith(key) && name.startsWith('files')) ?? '';
    expect(readFileSync(path.join(uploads.folder, place), 'utf8')).to.equal('naïve 漢字 €');
  });
});

function* slices(content: Buffer, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function refusalOf(saving: Promise<unknown>): Promise<UploadRefused> {
  const error = await saving.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(UploadRefused);
  return error as UploadRefused;
}
