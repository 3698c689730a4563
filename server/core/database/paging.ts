import type { Knex } from 'knex';

/** One page of a list. */
export interface Page<Row> {
  rows: Row[];
  page: number;
  perPage: number;
  /** Rows in the whole list. */
  total: number;
  pages: number;
}

/** Rows a page may hold at most, whatever is asked for. */
const most = 100;

/**
 * Takes one page of an ordered query, with the number of all rows: two statements. A page past
 * the end gives the last one.
 */
export async function paginate<Row extends object>(
  query: Knex.QueryBuilder<Row, Row[]>,
  wanted: { page?: number; perPage?: number },
): Promise<Page<Row>> {
  const perPage = Math.min(Math.max(Math.trunc(wanted.perPage ?? 25), 1), most);
  const counted = await query.clone().clearSelect().clearOrder().count({ total: '*' }).first();
  const total = Number((counted as { total?: unknown } | undefined)?.total ?? 0);
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(Math.max(Math.trunc(wanted.page ?? 1) || 1, 1), pages);
  const rows = await query.limit(perPage).offset((page - 1) * perPage);
  return { rows: rows as Row[], page, perPage, total, pages };
}
