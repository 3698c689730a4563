import type { Knex } from 'knex';
import { type KeptValues, keptQuery } from './kept-queries.js';

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

/** Which page is wanted, and how many rows it shows. */
export interface WantedPage {
  page?: number;
  perPage?: number;
}

type RowsQuery<Row extends object> = Knex.QueryBuilder<Row, Row[]>;

/**
 * Takes one page of an ordered query, with the number of all rows: two statements. A page past
 * the end gives the last one.
 */
export function paginate<Row extends object>(
  query: RowsQuery<Row>,
  wanted: WantedPage,
): Promise<Page<Row>> {
  return takePage(
    wanted,
    async () => (await counting(query)) as Counted,
    async (limit, offset) => (await query.limit(limit).offset(offset)) as Row[],
  );
}

/** paginate() for a query that many requests make: see keptQuery(). */
export function keptPages<Keeper extends object, Values extends KeptValues, Row extends object>(
  build: (keeper: Keeper, values: Values, shape: string) => RowsQuery<Row>,
): (keeper: Keeper, values: Values, wanted: WantedPage, shape?: string) => Promise<Page<Row>> {
  const count = keptQuery<Keeper, Values, Counted>((keeper, values, shape) =>
    counting(build(keeper, values, shape)),
  );
  const rows = keptQuery<Keeper, Values, Row[]>((keeper, values, shape) => {
    const [limit = '', offset = '', ...rest] = shape.split(' ');
    return build(keeper, values, rest.join(' ')).limit(Number(limit)).offset(Number(offset));
  });
  return (keeper, values, wanted, shape = '') =>
    takePage(
      wanted,
      () => count(keeper, values, shape),
      (limit, offset) => rows(keeper, values, `${limit} ${offset} ${shape}`),
    );
}

type Counted = { total?: unknown } | undefined;

async function takePage<Row>(
  wanted: WantedPage,
  count: () => Promise<Counted>,
  take: (limit: number, offset: number) => Promise<Row[]>,
): Promise<Page<Row>> {
  const perPage = Math.min(Math.max(Math.trunc(wanted.perPage ?? 25), 1), most);
  const total = Number((await count())?.total ?? 0);
  const pages = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(Math.max(Math.trunc(wanted.page ?? 1) || 1, 1), pages);
  const rows = await take(perPage, (page - 1) * perPage);
  return { rows, page, perPage, total, pages };
}

function counting<Row extends object>(query: RowsQuery<Row>) {
  return query.clone().clearSelect().clearOrder().count({ total: '*' }).first();
}
