import { z } from 'zod';
import { choice, optionalDate, optionalText, requiredText } from '../../core/forms/index.js';

/** Whether clients see it. */
export const visibilities = ['internal', 'client'] as const;

/** What the form of a milestone may contain. */
export const milestoneForm = z.object({
  name: requiredText(200),
  description: optionalText(1000),
  due_on: optionalDate(),
});

/** A new one says at once who sees it. */
export const newMilestoneForm = milestoneForm.extend({
  visibility: choice(visibilities).default('internal'),
});

export const visibilityForm = z.object({ visibility: choice(visibilities) });
