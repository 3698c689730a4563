import { freezeClock, now } from '../dates/clock.js';
import { currentKnex, inTransaction } from './connection.js';
import { SqliteClient } from './dialects/better-sqlite3.js';

/** What may differ from one run of a kept query to the next; a list counts with its length. */
export type KeptValues = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/** A query as knex makes one: awaited for its rows, or asked for its SQL. */
interface Built {
  toSQL(): { sql: string; bindings?: readonly unknown[]; method?: string; pluck?: string };
}

interface Kept {
  sql: string;
  method: string | undefined;
  pluck: string | undefined;
  /** Slots where a value of the run belongs, else the value itself. */
  bindings: readonly unknown[];
}

/** Stands in a kept query for a value that each run brings along. */
class Slot {
  readonly name: string;
  readonly at: number | undefined;

  constructor(name: string, at?: number) {
    this.name = name;
    this.at = at;
  }
}

/** Keeper of queries that are the same for everybody. */
export const everybody: object = {};
/** Shapes of one query kept for one keeper; lists of every length have a shape of their own. */
const mostShapes = 200;
const theMoment = new Slot('the moment of the run');
/** SQL that many keepers share is held once. */
const texts = new Map<string, string>();
let isCompiling = false;
let isChecked = false;

/** Lets every run of a kept query be compared with the query built anew: for tests and development. */
export function checkKeptQueries(on: boolean): void {
  isChecked = on;
}

/** The present moment (ms UTC), for queries: in a kept one it is that of each run. */
export function moment(): number {
  return isCompiling ? (theMoment as unknown as number) : now();
}

/**
 * A query that many requests make. knex takes longer to build and compile one than SQLite to
 * answer it, so its SQL is kept: once for each keeper (the actor, whose rights shape it) and
 * shape, with places for the values. `build` may use nothing that changes between runs but its
 * arguments and moment(); a checked run proves it. In a transaction, and on databases that answer
 * over a connection, it is built each time.
 */
export function keptQuery<Keeper extends object, Values extends KeptValues, Result>(
  build: (keeper: Keeper, values: Values, shape: string) => Built,
): (keeper: Keeper, values: Values, shape?: string) => Promise<Result> {
  const keepers = new WeakMap<Keeper, Map<string, Kept>>();
  return async (keeper, values, shape = '') => {
    const client = inTransaction() ? undefined : currentKnex().client;
    if (!(client instanceof SqliteClient)) {
      return (await (build(keeper, values, shape) as unknown as Promise<Result>)) as Result;
    }
    let shapes = keepers.get(keeper);
    if (!shapes || shapes.size > mostShapes) {
      shapes = new Map();
      keepers.set(keeper, shapes);
    }
    const key = keyOf(values, shape);
    let kept = shapes.get(key);
    if (!kept) {
      kept = compile(() => build(keeper, slotsFor(values), shape));
      shapes.set(key, kept);
    }
    const bindings = fill(kept.bindings, values);
    if (isChecked) compare(kept, bindings, build(keeper, values, shape));
    return client.readNow({ ...kept, bindings }) as Result;
  };
}

function keyOf(values: KeptValues, shape: string): string {
  let key = shape;
  for (const name in values) {
    const value = values[name];
    key += typeof value === 'object' ? `|${name}:${value.length}` : `|${name}`;
  }
  return key;
}

function slotsFor<Values extends KeptValues>(values: Values): Values {
  const slots = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'object' ? value.map((_, at) => new Slot(name, at)) : new Slot(name),
  ]);
  return Object.fromEntries(slots) as Values;
}

/** While a query is compiled the clock stands still: now() would be kept with it. */
function compile(build: () => Built): Kept {
  isCompiling = true;
  const release = freezeClock();
  try {
    const { sql, bindings = [], method, pluck } = build().toSQL();
    if (texts.size > 5000) texts.clear();
    const text = texts.get(sql) ?? sql;
    texts.set(text, text);
    return { sql: text, method, pluck, bindings };
  } finally {
    release();
    isCompiling = false;
  }
}

function fill(bindings: readonly unknown[], values: KeptValues): unknown[] {
  return bindings.map((binding) => {
    if (!(binding instanceof Slot)) return binding;
    if (binding === theMoment) return now();
    const value = values[binding.name];
    return binding.at === undefined ? value : (value as readonly unknown[])[binding.at];
  });
}

function compare(kept: Kept, bindings: readonly unknown[], built: Built): void {
  const fresh = built.toSQL();
  const isSame =
    fresh.sql === kept.sql &&
    fresh.bindings?.every((value, at) => kept.bindings[at] === theMoment || value === bindings[at]);
  if (!isSame) {
    throw new Error(`A kept query depends on more than its arguments: ${fresh.sql}\n${kept.sql}`);
  }
}
