import { z } from 'zod';
import {
  checkbox,
  choice,
  optionalDate,
  optionalLongText,
  optionalRecordId,
  recordIds,
} from '../../core/forms/index.js';
import type { Agreement } from '../tasks/index.js';
import { decisions, rules } from './review-choices.js';

/** What the form that asks for a review may contain. */
export const requestForm = z.object({
  approver_ids: recordIds().refine((ids) => ids.length > 0, {
    message: 'reviews.errors.nobody',
  }),
  rule: choice(rules).default('any'),
  due_on: optionalDate(),
  message: optionalLongText(5000),
  agreed: checkbox(),
  agreed_comments: z.coerce.number('errors.invalid').int('errors.invalid').min(0).optional(),
  agreed_files: z.coerce.number('errors.invalid').int('errors.invalid').min(0).optional(),
  keep_comment_ids: recordIds(),
  keep_file_ids: recordIds(),
  keep_comments_before: optionalRecordId(),
  keep_files_before: optionalRecordId(),
});

/** A decision; whoever asks for changes says which. */
export const decisionForm = z
  .object({ decision: choice(decisions), comment: optionalLongText(5000) })
  .refine(({ decision, comment }) => decision === 'approved' || comment !== null, {
    path: ['comment'],
    message: 'reviews.errors.comment',
  });

/** What a request agrees to appear with the task; null where it says nothing of that. */
export function agreementIn(form: z.output<typeof requestForm>): Agreement | null {
  if (!form.agreed) return null;
  return {
    comments: form.agreed_comments,
    files: form.agreed_files,
    keep: {
      comments: { ids: form.keep_comment_ids, before: form.keep_comments_before ?? null },
      files: { ids: form.keep_file_ids, before: form.keep_files_before ?? null },
    },
  };
}
