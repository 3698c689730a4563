import { z } from 'zod';
import { choice, requiredLongText, requiredText } from '../../core/forms/index.js';

/** The longest step, in characters. */
export const longestStep = 500;

/** New steps: each line becomes one, so that a list can be pasted. */
export const newStepsForm = z.object({
  text: requiredLongText(20_000)
    .transform((text) =>
      text
        .split('\n')
        .map((line) => line.replace(/^\s*(?:[-*•]|\[[ xX]?\]|\d+[.)])\s+/, '').trim())
        .filter(Boolean),
    )
    .refine((lines) => lines.every((line) => line.length <= longestStep), {
      message: 'checklists.errors.too_long',
    }),
});

/** The words of one step. */
export const stepForm = z.object({ text: requiredText(longestStep) });

/** Which way a step moves. */
export const positionForm = z.object({ direction: choice(['earlier', 'later']) });
