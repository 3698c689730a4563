import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { codeOf, UploadRefused } from './errors.js';
import {
  makeFolder,
  newKey,
  notePathOf,
  notesFolder,
  pathOf,
  syncFolder,
  temporaryFolder,
  temporaryPathOf,
} from './folder.js';
import { HEAD_BYTES, typeOf } from './types.js';

/** What may be taken. */
export interface SaveOptions {
  /** Name the person gave the file; decides with the content what it is. Never becomes a path. */
  name: string;
  maxBytes: number;
  /** Extensions without a dot; without it, or empty, the usual ones. */
  allowed?: readonly string[];
  /** What is left of a quota; without it there is none. */
  bytesLeft?: number;
}

/** A file that is safely on the disk. */
export interface SavedFile {
  key: string;
  sizeBytes: number;
  /** Hexadecimal. */
  sha256: string;
  /** As what it may be served; never what the browser claimed. */
  mimeType: string;
}

/**
 * Stores a stream under a new random key. When this returns, the file is whole and on the disk,
 * its folder entry too; when it throws, nothing of it is left. Whoever notes the key in the
 * database calls keep() after the commit; a key that nobody knows is removed by cleanOrphans().
 * @throws UploadRefused with the reason in words for the person who uploaded.
 */
export async function save(stream: Readable, options: SaveOptions): Promise<SavedFile> {
  const key = newKey();
  const temporary = temporaryPathOf(key);
  // The connection may break before the first byte is asked for; reading then says so.
  stream.on('error', () => {});
  try {
    await makeFolder(temporaryFolder());
    const handle = await open(temporary, 'wx', 0o600);
    const written = await write(stream, handle, options).finally(() => handle.close());
    await place(key);
    return { key, ...written };
  } catch (error) {
    // The rest of a refused upload is read and dropped, so that the browser gets to see the answer.
    stream.resume();
    for (const left of [temporary, pathOf(key), notePathOf(key)]) {
      await rm(left, { force: true }).catch(() => {});
    }
    throw refusal(error, options.name);
  }
}

async function write(
  stream: Readable,
  handle: FileHandle,
  options: SaveOptions,
): Promise<Omit<SavedFile, 'key'>> {
  const reading = new Reading(options);
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    await reading.take(Buffer.from(chunk as Uint8Array));
    // write() may take a part only, which on a disk with little room is no error.
    await handle.appendFile(chunk as Uint8Array);
  }
  const result = await reading.finish();
  await handle.sync();
  return result;
}

/** What is known of an upload while its bytes pass by. */
class Reading {
  private readonly options: SaveOptions;
  private readonly hash: Hash = createHash('sha256');
  private head = Buffer.alloc(0);
  private sizeBytes = 0;
  private mimeType: string | undefined;

  constructor(options: SaveOptions) {
    this.options = options;
  }

  async take(chunk: Buffer): Promise<void> {
    const { name, maxBytes, bytesLeft = Number.POSITIVE_INFINITY } = this.options;
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > maxBytes) throw new UploadRefused('too_large', { name, limit: maxBytes });
    if (this.sizeBytes > bytesLeft) throw new UploadRefused('quota', { name, limit: bytesLeft });
    this.hash.update(chunk);
    if (this.mimeType !== undefined) return;
    this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
    // A hostile file of a gigabyte is refused by its first bytes, not after the last.
    if (this.head.length === HEAD_BYTES) this.mimeType = await this.decideType();
  }

  async finish(): Promise<Omit<SavedFile, 'key'>> {
    if (this.sizeBytes === 0) throw new UploadRefused('empty', { name: this.options.name });
    const mimeType = this.mimeType ?? (await this.decideType());
    return { sizeBytes: this.sizeBytes, sha256: this.hash.digest('hex'), mimeType };
  }

  private decideType(): Promise<string> {
    return typeOf(this.options.name, this.head, this.options.allowed);
  }
}

async function place(key: string): Promise<void> {
  const target = pathOf(key);
  await makeFolder(notesFolder());
  await writeFile(notePathOf(key), '', { mode: 0o600 });
  await makeFolder(path.dirname(target));
  await rename(temporaryPathOf(key), target);
  await syncFolder(path.dirname(target));
}

/** Codes of a folder that takes no files: another owner's, or on a disk that has become read-only. */
const unwritable = new Set(['EACCES', 'EPERM', 'EROFS']);

function refusal(error: unknown, name: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new UploadRefused('disk_full', { name });
  if (code === 'ENOENT' || code === 'ENOTDIR') return new UploadRefused('folder_missing', { name });
  if (unwritable.has(code)) return new UploadRefused('not_writable', { name });
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') {
    return new UploadRefused('interrupted', { name });
  }
  return error;
}
