import { z } from 'zod';
import {
  checkbox,
  choice,
  optionalRecordId,
  optionalText,
  requiredText,
} from '../../core/forms/index.js';
import { hues } from '../../core/permissions/index.js';

/** What the form of a column may contain. */
export const columnForm = z.object({
  name: requiredText(80),
  client_name: optionalText(80),
  hue: choice(hues).default('slate'),
  task_limit: z
    .union([z.literal('').transform(() => null), z.coerce.number('columns.errors.limit')])
    .nullish()
    .transform((limit) => limit ?? null)
    .refine((limit) => limit === null || (Number.isInteger(limit) && limit >= 1 && limit <= 999), {
      message: 'columns.errors.limit',
    }),
  is_done: checkbox().transform((isDone) => (isDone ? 1 : 0)),
  is_approved: checkbox().transform((isApproved) => (isApproved ? 1 : 0)),
});

/** Which way a column moves. */
export const positionForm = z.object({ direction: choice(['earlier', 'later']) });

/** Where the tasks of a removed column go. */
export const removalForm = z.object({ target_id: optionalRecordId() });
