import { z } from 'zod';
import { recordId, requiredText } from '../../core/forms/index.js';

/** A task of the same project as people name it: #12 or 12. */
const taskNumber = requiredText(12)
  .transform((text) => Number(text.replace(/^#/, '')))
  .refine((number) => Number.isInteger(number) && number > 0 && number < 1_000_000_000, {
    message: 'task_links.errors.number',
  });

/** Which task something waits for, or of which it becomes a part. */
export const numberForm = z.object({ number: taskNumber });

/** From which task a link leads. */
export const otherForm = z.object({ other_id: recordId() });

/** What a new part of a task is called. */
export const subtaskForm = z.object({ title: requiredText(300) });
