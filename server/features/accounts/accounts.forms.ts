import { z } from 'zod';
import { checkbox, emailAddress } from '../../core/forms/index.js';
import { longestPassword } from './password-policy.js';

/** A password that somebody has: never trimmed, only kept from being endless. */
export const presentPassword = z
  .string('errors.required')
  .min(1, 'errors.required')
  .max(longestPassword, 'errors.too_long');

/** A password that somebody chooses; its strength is judged by the service. */
export const newPassword = presentPassword;

export const signInForm = z.object({
  email: z.string('errors.required').trim().min(1, 'errors.required').max(254, 'errors.too_long'),
  password: presentPassword,
  remember: checkbox(),
  next: z.string().max(1000).optional(),
});

export const forgottenForm = z.object({ email: emailAddress() });

export const newPasswordForm = z.object({ password: newPassword });

export const changePasswordForm = z.object({
  current_password: presentPassword,
  password: newPassword,
});

export const changeEmailForm = z.object({
  email: emailAddress(),
  current_password: presentPassword,
});
