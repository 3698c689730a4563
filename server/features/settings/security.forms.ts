import { z } from 'zod';
import { checkbox, recordIds } from '../../core/forms/index.js';

/** A whole number within bounds, as a form sends it. */
export function wholeNumber(least: number, most: number) {
  return z
    .string('errors.required')
    .trim()
    .regex(/^\d{1,9}$/, 'settings.errors.digits')
    .transform(Number)
    .pipe(
      z.number().min(least, 'settings.errors.too_small').max(most, 'settings.errors.too_large'),
    );
}

/** What a person proves and for how long it counts. */
export const securityForm = z.object({
  min_length: wholeNumber(8, 64),
  sign_in_link: checkbox(),
  second_factor_roles: recordIds(),
  second_factor_days: wholeNumber(0, 90),
  session_idle_hours: wholeNumber(1, 720),
  session_absolute_days: wholeNumber(1, 90),
  remember_days: wholeNumber(1, 365),
  audit_days: wholeNumber(90, 3650),
  sign_in_days: wholeNumber(90, 3650),
  access_review_days: wholeNumber(0, 366),
});

/** What may be uploaded. */
export const filesForm = z.object({
  max_megabytes: wholeNumber(1, 50_000),
  quota_gigabytes: wholeNumber(0, 1_000_000),
  extensions: z
    .string()
    .max(2000, 'errors.too_long')
    .default('')
    .transform((text) => [
      ...new Set(
        text
          .toLowerCase()
          .split(/[\s,;.]+/)
          .filter(Boolean),
      ),
    ])
    .refine(
      (list) => list.length <= 200 && list.every((one) => /^[a-z0-9]{1,10}$/.test(one)),
      'settings.files.errors.extensions',
    ),
});
