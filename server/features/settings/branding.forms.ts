import { z } from 'zod';
import { choice, hexColor, optionalLongText } from '../../core/forms/index.js';

const line = z
  .string()
  .trim()
  .max(120, 'errors.too_long')
  .refine((text) => !/[\p{Cc}]/u.test(text), 'errors.control_characters')
  .default('');

/** Colour and words of the brand. */
export const brandingForm = z.object({
  color: hexColor(),
  theme: choice(['auto', 'light', 'dark']),
  portal_name: line,
  welcome: optionalLongText(2000),
  login_text: optionalLongText(600),
});
