import { z } from 'zod';

/** Six digits, however an app groups them. */
const digits = z
  .string('errors.required')
  .max(40, 'errors.too_long')
  .transform((text) => text.replace(/[\s-]/g, ''))
  .pipe(
    z
      .string()
      .min(1, 'errors.required')
      .regex(/^\d{6}$/, 'second_factors.errors.digits'),
  );

export const appForm = z.object({ code: digits, sealed: z.string().max(2000).default('') });

export const codeForm = z.object({ code: digits });

export const recoveryForm = z.object({
  code: z.string('errors.required').trim().min(1, 'errors.required').max(60, 'errors.too_long'),
});

/** A button without fields. */
export const buttonForm = z.object({});

/** Codes that stood on the page and come back to become a file. */
export const codesForm = z.object({
  codes: z
    .string('errors.invalid')
    .max(400)
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(
      z
        .array(z.string().regex(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/))
        .min(1)
        .max(10),
    ),
});
