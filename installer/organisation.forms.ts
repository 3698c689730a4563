import { z } from 'zod';
import { hexColor } from '../server/core/forms/index.js';
import { organisationFields, siteAddressField } from '../server/features/settings/index.js';

/** Whose installation it is and how it looks. */
export const organisationForm = z.object({
  ...organisationFields,
  base_url: siteAddressField,
  color: hexColor(),
});

export type OrganisationInput = z.output<typeof organisationForm>;
