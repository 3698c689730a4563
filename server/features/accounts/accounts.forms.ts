import { z } from 'zod';
import { checkbox, emailAddress } from '../../core/forms/index.js';
import { longestPassword } from './password-policy.js';

/**
 * A password as it was typed: never trimmed, only kept from being endless. The strength of a new
 * one is judged by the service.
 */
export const typedPassword = z
  .string('errors.required')
  .min(1, 'errors.required')
  .max(longestPassword, 'errors.too_long');

export const signInForm = z.object({
  email: z.string('errors.required').trim().min(1, 'errors.required').max(254, 'errors.too_long'),
  password: typedPassword,
  remember: checkbox(),
  next: z.string().max(1000).optional(),
});

export const forgottenForm = z.object({ email: emailAddress() });

export const newPasswordForm = z.object({ password: typedPassword });

export const changePasswordForm = z.object({
  current_password: typedPassword,
  password: typedPassword,
});

export const confirmationForm = z.object({
  current_password: typedPassword,
  next: z.string().max(1000).optional(),
});

export const changeEmailForm = z.object({
  email: emailAddress(),
  current_password: typedPassword,
});
