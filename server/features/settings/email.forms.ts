import { z } from 'zod';
import { choice, emailAddress } from '../../core/forms/index.js';

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, 'errors.too_long')
    .refine((text) => !/[\p{Cc}]/u.test(text), 'errors.control_characters')
    .default('');

const optionalAddress = z.union([z.literal(''), emailAddress()]).default('');

/** Which server takes our messages, and in whose name they go. Shared with the installer. */
export const emailForm = z.object({
  host: line(253)
    .refine((host) => host !== '', 'errors.required')
    .refine((host) => !/[\s@]|:\/\//.test(host), 'settings.email.errors.host_form'),
  port: z
    .string('errors.required')
    .trim()
    .regex(/^\d{1,5}$/, 'settings.email.errors.port')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'settings.email.errors.port'),
  security: choice(['starttls', 'tls', 'none']),
  user: line(254),
  password: z.string().max(500, 'errors.too_long').default(''),
  from_name: line(120),
  from_address: emailAddress(),
  reply_to: optionalAddress,
});

/** The same with the address that a trial goes to. */
export const emailTestForm = emailForm.extend({ test_address: emailAddress() });

export type EmailInput = z.output<typeof emailForm>;
