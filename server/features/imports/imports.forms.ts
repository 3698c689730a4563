import { z } from 'zod';

/** A list that was pasted, if none was chosen as a file. */
export const newImportForm = z.object({
  text: z.string().max(50_000, 'imports.errors.paste').default(''),
});

/** What is done about rows that will not do. */
export const confirmForm = z.object({
  leave_out: z
    .string()
    .optional()
    .transform((value) => value === '1'),
});
