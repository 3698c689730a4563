import { z } from 'zod';
import { emailAddress, optionalText, requiredText } from '../../core/forms/index.js';

/** The details of one row, by the rules of the form for one person. */
export const rowForm = z.object({
  name: requiredText(200),
  email: emailAddress(),
  phone: optionalText(60),
  job_title: optionalText(120),
});
