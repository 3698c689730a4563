import { z } from 'zod';
import { isTimezone } from '../../core/dates/index.js';
import { choice, optionalText, requiredText } from '../../core/forms/index.js';
import { availableLocales } from '../../core/locale/index.js';

/** Something to choose, or nothing: null means that the workspace's own counts. */
function orWorkspaces(isAllowed: (value: string) => boolean, message: string) {
  return z
    .string(message)
    .refine((value) => value === '' || isAllowed(value), message)
    .transform((value) => value || null);
}

export const profileForm = z.object({
  name: requiredText(200),
  job_title: optionalText(120),
  phone: optionalText(60),
  timezone: orWorkspaces(isTimezone, 'errors.timezone'),
  locale: orWorkspaces((value) => availableLocales().includes(value), 'errors.choice'),
  theme: choice(['auto', 'light', 'dark']),
});

export const themeForm = z.object({
  theme: choice(['auto', 'light', 'dark']),
  return_to: z.string().max(1000).optional(),
});
