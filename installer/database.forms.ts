import { z } from 'zod';
import { checkbox, choice } from '../server/core/forms/index.js';

const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, 'errors.too_long')
    .refine((text) => !/[\p{Cc}]/u.test(text), 'errors.control_characters')
    .default('');

const port = z
  .string()
  .trim()
  .regex(/^\d{0,5}$/, 'installer.database.errors.port')
  .transform(Number)
  .refine((number) => number <= 65_535, 'installer.database.errors.port')
  .default(0);

/** Where the data will be kept. The fields of a server count only for a server. */
export const databaseForm = z
  .object({
    engine: choice(['sqlite', 'postgres', 'mysql']),
    file: line(500),
    host: line(253).refine(
      (host) => !/[\s@]|:\/\//.test(host),
      'installer.database.errors.host_form',
    ),
    port,
    name: line(64),
    user: line(80),
    password: z.string().max(500, 'errors.too_long').default(''),
    tls: checkbox(),
  })
  .superRefine((input, context) => {
    const needed = input.engine === 'sqlite' ? ['file'] : ['host', 'name', 'user'];
    for (const field of needed as ('file' | 'host' | 'name' | 'user')[]) {
      if (input[field] !== '') continue;
      context.addIssue({ code: 'custom', path: [field], message: 'errors.required' });
    }
  });

export type DatabaseInput = z.output<typeof databaseForm>;
