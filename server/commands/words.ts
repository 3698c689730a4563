import { parseArgs } from 'node:util';
import { CommandError } from './command.js';

type Wanted = Record<string, { type: 'string' | 'boolean' }>;

/**
 * Reads the words behind a command's name.
 * @throws CommandError for words that it does not know.
 */
export function readWords(
  words: string[],
  options: Wanted,
): { values: Record<string, string | boolean | undefined>; rest: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    return { values: values as Record<string, string | boolean | undefined>, rest: positionals };
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

/** @throws CommandError naming the option when it is missing. */
export function required(value: string | boolean | undefined, option: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new CommandError(`--${option} is missing`);
}
