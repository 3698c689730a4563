import type { Knex } from 'knex';

/**
 * Narrows rows to those in which a column contains a text, whatever its case. SQLite lowers only
 * a to z, so what was typed is tried as it is as well.
 */
export function containing(columns: readonly string[], text: string) {
  const like = (value: string) => `%${value.replace(/[!%_]/g, '!$&')}%`;
  return (either: Knex.QueryBuilder): void => {
    for (const column of columns) {
      either.orWhereRaw(`lower(??) like ? escape '!'`, [column, like(text.toLowerCase())]);
      either.orWhereRaw(`?? like ? escape '!'`, [column, like(text)]);
    }
  };
}
