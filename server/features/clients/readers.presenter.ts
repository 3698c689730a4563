import type { Translate } from '../../core/locale/index.js';
import type { Readers } from './readers.queries.js';

/** The names of those who read along, as one phrase: "Jane, Tom and 3 more"; '' for nobody. */
export function readersInWords(t: Translate, { names, more }: Readers): string {
  const written = names.join(', ');
  if (more === 0) return written;
  return names.length > 0
    ? t('clients.readers.and_more', { names: written, count: more })
    : t('clients.readers.unnamed', { count: more });
}
