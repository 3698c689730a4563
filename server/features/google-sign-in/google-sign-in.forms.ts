import { z } from 'zod';

/** The password of the account that an account at Google is to be connected with. */
export const connectionForm = z.object({ password: z.string('errors.required').min(1).max(500) });
