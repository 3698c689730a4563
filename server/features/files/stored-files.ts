import type { Readable } from 'node:stream';
import { FileMissing, open } from '../../core/storage/index.js';
import type { FileRow } from './files.queries.js';

/** A stored file ready to be sent, or why it is not. */
export type StoredFile =
  | { isWhole: true; stream: Readable; sizeBytes: number }
  | { isWhole: false; state: 'missing' | 'damaged' };

/**
 * Opens the bytes of a file. Its size is compared with what was stored; the hash is not, since
 * that would read every file twice.
 */
export async function openFile(file: FileRow): Promise<StoredFile> {
  try {
    const { stream, sizeBytes } = await open(file.storage_key);
    if (sizeBytes === Number(file.size_bytes)) return { isWhole: true, stream, sizeBytes };
    stream.destroy();
    return { isWhole: false, state: 'damaged' };
  } catch (error) {
    if (error instanceof FileMissing) return { isWhole: false, state: 'missing' };
    throw error;
  }
}
