import { z } from 'zod';
import { choice } from '../../core/forms/index.js';

const line = (most: number) => z.string().trim().max(most, 'errors.too_long').default('');

/** Sign-in by Google, and which button was pressed. */
export const integrationsForm = z.object({
  client_id: line(300),
  client_secret: line(300),
  domain: line(253).refine(
    (text) => text === '' || /^[a-z0-9.-]+\.[a-z]{2,}$/i.test(text),
    'settings.errors.domain',
  ),
  allows_new: z
    .string()
    .optional()
    .transform((value) => value !== undefined && value !== ''),
  go: choice(['save', 'test']).default('save'),
});

export type IntegrationsInput = z.output<typeof integrationsForm>;
