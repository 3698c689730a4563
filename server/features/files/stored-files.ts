import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { FileMissing, type FileState, open, stateOf } from '../../core/storage/index.js';
import type { FileRow } from './files.queries.js';

/** A stored file ready to be sent, or why it is not. */
export type StoredFile =
  | { isWhole: true; stream: Readable; sizeBytes: number }
  | { isWhole: false; state: Exclude<FileState, 'whole'> };

/** Up to this size (bytes) a file is read once to be checked before it is sent. */
const quicklyChecked = 4_000_000;

/**
 * Opens the bytes of a file as they were uploaded. Large files are only compared by their size
 * here; verified() checks them while they are sent.
 */
export async function openFile(file: FileRow): Promise<StoredFile> {
  const known = { sizeBytes: Number(file.size_bytes), sha256: file.sha256 };
  const isSmall = known.sizeBytes <= quicklyChecked;
  const state = isSmall ? await stateOf(file.storage_key, known) : 'whole';
  if (state !== 'whole') return { isWhole: false, state };
  try {
    const { stream, sizeBytes } = await open(file.storage_key);
    if (sizeBytes === known.sizeBytes) return { isWhole: true, stream, sizeBytes };
    stream.destroy();
    return { isWhole: false, state: 'damaged' };
  } catch (error) {
    if (error instanceof FileMissing) return { isWhole: false, state: 'missing' };
    throw error;
  }
}

/**
 * Passes the bytes of a file on and holds the last of them back until their sum is right, so that
 * a damaged file ends as a failed download and never as a whole one.
 */
export function verified(file: Pick<FileRow, 'sha256'>) {
  return async function* pass(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    let held: Buffer | undefined;
    for await (const chunk of bytes) {
      if (held) yield held;
      hash.update(chunk);
      held = chunk;
    }
    if (hash.digest('hex') !== file.sha256) throw new Error('The stored bytes have changed');
    if (held) yield held;
  };
}
