import type { Knex } from 'knex';
import {
  type RateLimiterAbstract,
  RateLimiterMySQL,
  RateLimiterPostgres,
  RateLimiterSQLite,
} from 'rate-limiter-flexible';
import { currentKnex, engine } from './connection.js';

/** How often something may be tried: `points` times in `seconds`, counted under a name of its own. */
export interface RateLimit {
  name: string;
  points: number;
  seconds: number;
}

const tableName = 'rate_limits';
const limiters = new WeakMap<Knex.Client, Map<string, RateLimiterAbstract>>();

/**
 * A counter kept in the database, so that neither a restart nor a second process forgets it.
 * Never used inside a transaction: it counts on a connection of its own.
 */
export function rateLimiter(limit: RateLimit): RateLimiterAbstract {
  const { client } = currentKnex();
  const known = limiters.get(client) ?? new Map<string, RateLimiterAbstract>();
  limiters.set(client, known);
  let limiter = known.get(limit.name);
  if (!limiter) {
    limiter = create(limit);
    known.set(limit.name, limiter);
  }
  return limiter;
}

/** Removes counters that have run out before a moment (ms UTC). */
export async function deleteOldRateLimits(before: number): Promise<void> {
  await currentKnex()(tableName).where('expire', '<', before).delete();
}

function create({ name, points, seconds }: RateLimit): RateLimiterAbstract {
  const knex = currentKnex();
  const options = {
    keyPrefix: name,
    points,
    duration: seconds,
    tableName,
    tableCreated: true,
    clearExpiredByTimeout: false,
    storeType: 'knex',
  };
  if (engine() === 'postgres') return new RateLimiterPostgres({ ...options, storeClient: knex });
  if (engine() === 'mysql') {
    const dbName = String(knex.client.connectionSettings.database);
    return new RateLimiterMySQL({ ...options, dbName, storeClient: knex });
  }
  return new RateLimiterSQLite({ ...options, storeClient: sqliteStore(knex) });
}

/** The limiter knows SQLite drivers by name, and ours is a class made from one. */
function sqliteStore(knex: Knex) {
  const { client } = knex;
  return {
    raw: knex.raw,
    client: {
      config: { client: client.driverName },
      acquireConnection: () => client.acquireConnection(),
      releaseConnection: (connection: unknown) => client.releaseConnection(connection),
    },
  };
}
