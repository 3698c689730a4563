import { z } from 'zod';
import { choice, recordId, requiredLongText } from '../../core/forms/index.js';
import { visibilities } from './comment-visibility.js';

const body = requiredLongText(20_000);

/** A new comment. What it hangs on is checked when it is looked for. */
export const newComment = z.object({
  subject_type: z.string('errors.choice').max(40, 'errors.choice'),
  subject_id: recordId(),
  body,
  visibility: choice(visibilities).default('internal'),
});

/** New words for a comment. */
export const editedComment = z.object({ body });
