import { z } from 'zod';
import { choice, optionalText, requiredText } from '../../core/forms/index.js';
import { hues } from '../../core/permissions/index.js';

/** What the form of a team may contain. */
export const teamForm = z.object({
  name: requiredText(80),
  description: optionalText(400),
  hue: choice(hues),
});
