import { z } from 'zod';
import { choice, requiredText } from '../../core/forms/index.js';
import { hues } from '../../core/permissions/index.js';

/** What the form of a label may contain. */
export const labelForm = z.object({
  name: requiredText(60),
  hue: choice(hues).default('blue'),
});
