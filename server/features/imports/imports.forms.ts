import { z } from 'zod';
import { emailAddress, optionalText, requiredText } from '../../core/forms/index.js';
import type { UploadLimits } from '../../core/http/index.js';

/** Bytes of a list as a file; 5,000 rows are far below it. */
const maxBytes = 2_000_000;

/** A list comes as one file of text. */
export function importLimits(): UploadLimits {
  return { maxBytes, maxFiles: 1, extensions: ['csv', 'tsv', 'txt'] };
}

/** A list that was pasted, if none was chosen as a file. */
export const newImportForm = z.object({
  text: z.string().max(60_000, 'imports.errors.paste').default(''),
});

/** What is done about rows that will not do. */
export const confirmForm = z.object({
  leave_out: z
    .string()
    .optional()
    .transform((value) => value === '1'),
});

/** The details of one row, by the rules of the form for one person. */
export const rowForm = z.object({
  name: requiredText(200),
  email: emailAddress(),
  phone: optionalText(60),
  job_title: optionalText(120),
});
