import { z } from 'zod';
import { requiredText, timezoneName } from '../../core/forms/index.js';
import { availableLocales } from '../../core/locale/index.js';

/** The address under which people reach a site: a scheme and a host, nothing behind it. */
export const siteAddressField = z
  .string('errors.required')
  .trim()
  .min(1, 'errors.required')
  .max(300, 'errors.too_long')
  .refine((text) => originOf(text) !== undefined, 'settings.general.errors.base_url')
  .transform((text) => originOf(text) ?? '');

/** What an organisation is called and how it writes. Shared with the installer. */
export const organisationFields = {
  name: requiredText(120),
  timezone: timezoneName(),
  currency: z
    .string('errors.required')
    .refine((code) => Intl.supportedValuesOf('currency').includes(code), 'errors.choice'),
  locale: z
    .string('errors.required')
    .refine((code) => availableLocales().includes(code), 'errors.choice'),
};

/** The page General; the address belongs to the whole installation, so not everybody sees it. */
export const generalForm = z.object(organisationFields);
export const generalFormWithAddress = z.object({
  ...organisationFields,
  base_url: siteAddressField,
});

function originOf(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, search, hash, username } = new URL(text);
  return pathname === '/' && !search && !hash && !username ? origin : undefined;
}
