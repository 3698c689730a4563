import { z } from 'zod';
import {
  emailAddress,
  optionalLongText,
  optionalText,
  requiredText,
} from '../../core/forms/index.js';

/** What the form of a company may contain. */
export const companyForm = z.object({
  name: requiredText(200),
  email: optionalText(254).pipe(emailAddress().nullable()),
  phone: optionalText(60),
  website: optionalText(290).transform(toAddress),
  address: optionalLongText(1000),
  tax_number: optionalText(60),
  notes: optionalLongText(20_000),
});

/** People type "example.com"; links need a scheme, and only these two are safe to follow (ASVS 1.2.2). */
function toAddress(text: string | null, context: z.core.$RefinementCtx): string | null {
  if (text === null) return null;
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return address;
  context.issues.push({ code: 'custom', message: 'errors.url', input: text });
  return z.NEVER;
}
