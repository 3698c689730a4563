import { z } from 'zod';
import { choice, recordId } from '../../core/forms/index.js';
import { visibilities } from './file-visibility.js';

/** Files for a thing; the files themselves come beside the fields. */
export const newFiles = z.object({
  subject_type: z.string('errors.choice').max(40, 'errors.choice'),
  subject_id: recordId(),
  visibility: choice(visibilities).default('internal'),
});

/** Who sees a file from now on. */
export const sharedFile = z.object({
  visibility: choice(visibilities),
});
