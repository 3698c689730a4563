import { z } from 'zod';
import { hexColor, requiredText, timezoneName } from '../server/core/forms/index.js';
import { availableLocales } from '../server/core/locale/index.js';

/** The address under which people reach the site: a scheme and a host, nothing behind it. */
const siteAddress = z
  .string('errors.required')
  .trim()
  .min(1, 'errors.required')
  .max(300, 'errors.too_long')
  .refine((text) => originOf(text) !== undefined, 'installer.organisation.errors.base_url')
  .transform((text) => originOf(text) ?? '');

/** Whose installation it is and how it looks. */
export const organisationForm = z.object({
  name: requiredText(120),
  base_url: siteAddress,
  timezone: timezoneName(),
  currency: z
    .string('errors.required')
    .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'errors.choice'),
  locale: z
    .string('errors.required')
    .refine((code) => availableLocales().includes(code), 'errors.choice'),
  color: hexColor(),
});

export type OrganisationInput = z.output<typeof organisationForm>;

function originOf(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, search, hash, username } = new URL(text);
  return pathname === '/' && !search && !hash && !username ? origin : undefined;
}
