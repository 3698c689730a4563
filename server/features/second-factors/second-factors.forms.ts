import { z } from 'zod';
import { checkbox, requiredText } from '../../core/forms/index.js';

/** Six digits, however an app groups them. */
const digits = z
  .string('errors.required')
  .max(40, 'errors.too_long')
  .transform((text) => text.replace(/[\s-]/g, ''))
  .pipe(
    z
      .string()
      .min(1, 'errors.required')
      .regex(/^\d{6}$/, 'second_factors.errors.digits'),
  );

export const appForm = z.object({ code: digits, sealed: z.string().max(2000).default('') });

export const codeForm = z.object({ code: digits });

export const recoveryForm = z.object({
  code: z.string('errors.required').trim().min(1, 'errors.required').max(60, 'errors.too_long'),
});

/** What a browser says about a passkey; whether it is true is found out by its signature. */
const passkeyAnswer = z
  .string('second_factors.errors.passkey')
  .max(20_000, 'second_factors.errors.passkey')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'second_factors.errors.passkey' });
      return z.NEVER;
    }
  })
  .pipe(
    z.looseObject(
      {
        id: z.string().min(1).max(1400),
        rawId: z.string(),
        type: z.literal('public-key'),
        response: z.record(z.string(), z.unknown()),
        clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
      },
      'second_factors.errors.passkey',
    ),
  );

export type PasskeyAnswer = z.output<typeof passkeyAnswer>;

export const passkeyForm = z.object({ name: requiredText(80), credential: passkeyAnswer });

export const passkeyStepForm = z.object({ credential: passkeyAnswer });

export const passkeySignInForm = z.object({
  credential: passkeyAnswer,
  remember: checkbox(),
  next: z.string().max(1000).optional(),
});

/** A button without fields. */
export const buttonForm = z.object({});

/** Codes that stood on the page and come back to become a file. */
export const codesForm = z.object({
  codes: z
    .string('errors.invalid')
    .max(400)
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(
      z
        .array(z.string().regex(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/))
        .min(1)
        .max(10),
    ),
});
