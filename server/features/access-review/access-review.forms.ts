import { z } from 'zod';
import { choice, optionalText, recordIds } from '../../core/forms/index.js';
import { decisions } from './review-choices.js';

/** A decision on one row. */
export const decisionForm = z.object({
  decision: choice(decisions),
  note: optionalText(400),
  /** When the decision was made that its maker saw; 0 where there was none. */
  seen_at: z.coerce.number().int().default(0),
});

/** Rows whose people are kept. */
export const keepForm = z.object({ row_ids: recordIds(100) });

/** The last word on a review. */
export const signatureForm = z.object({ note: optionalText(400) });

/** A button alone. */
export const buttonForm = z.object({});
