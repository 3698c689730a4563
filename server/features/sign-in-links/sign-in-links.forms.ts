import { z } from 'zod';
import { checkbox, emailAddress } from '../../core/forms/index.js';

/** Who wants a link, and where they were on their way to. */
export const requestForm = z.object({
  email: emailAddress(),
  next: z.string().max(1000).optional(),
});

/** Coming in by one. */
export const linkForm = z.object({ remember: checkbox() });
