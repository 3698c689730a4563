import { z } from 'zod';

/** The name of the person, typed by who deletes or erases them. */
export const confirmationForm = z.object({
  confirmation: z.string('errors.required').max(300, 'errors.too_long'),
});
