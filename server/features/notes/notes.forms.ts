import { z } from 'zod';
import { checkbox, choice, optionalLongText, requiredText } from '../../core/forms/index.js';

const text = { title: requiredText(200), body: optionalLongText() };

/** Who reads a note: oneself, or the team. */
export const audiences = ['personal', 'team'] as const;

/** What the form of a new note may contain. */
export const newNoteForm = z.object({ ...text, audience: choice(audiences).default('personal') });

/** What the form of an existing note may contain, with the version it was made from. */
export const noteForm = z.object({
  ...text,
  updated_at: z.coerce.number('errors.invalid').int('errors.invalid'),
});

/** Who shall read it from now on. */
export const audienceForm = z.object({ audience: choice(audiences) });

/** Whether it stands above the others. */
export const pinForm = z.object({ is_pinned: checkbox() });
