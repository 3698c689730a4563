import type { UploadLimits } from '../../core/http/index.js';

/** Bytes of a list as a file; 2,000 rows are far below it. */
const maxBytes = 2_000_000;

/** A list comes as one file of text. */
export function importLimits(): UploadLimits {
  return { maxBytes, maxFiles: 1, extensions: ['csv', 'tsv', 'txt'] };
}
