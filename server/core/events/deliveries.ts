import { afterCommit, table, transaction } from '../database/index.js';
import { now } from '../dates/clock.js';
import {
  addQueue,
  type Leased,
  type LeaseTable,
  nextPause,
  release,
  renew,
  settle,
  type Taken,
  takeDue,
  wake,
} from '../jobs/index.js';
import { type Subscriber, subscribersOf } from './definitions.js';
import { type EventRow, readEvent } from './history.js';

const deliveries: LeaseTable = {
  table: 'event_deliveries',
  due: 'next_attempt_at',
  ready: 'waiting',
  taken: 'waiting',
  oldestFirst: true,
};
const mostAttempts = 14;
const errorLength = 1000;
/** Longest pause between two tries, with room to spare; what lies further ahead is a clock's fault. */
const farAheadMs = 2 * 3_600_000;
const keptMs = 30 * 86_400_000;

interface DeliveryRow extends Leased {
  event_id: number;
  subscriber: string;
  next_attempt_at: number;
  last_error: string | null;
}

/** A reaction that was given up, for the maintenance page. */
export interface FailedDelivery {
  id: number;
  eventId: number;
  subscriber: string;
  attempts: number;
  lastError: string | null;
}

/** The reactions that were given up, newest first. */
export async function listFailedDeliveries(limit = 100): Promise<FailedDelivery[]> {
  const rows = await table<DeliveryRow>('event_deliveries')
    .where('status', 'failed')
    .orderBy('id', 'desc')
    .limit(limit);
  return (rows as DeliveryRow[]).map((row) => ({
    id: row.id,
    eventId: row.event_id,
    subscriber: row.subscriber,
    attempts: row.attempts,
    lastError: row.last_error,
  }));
}

/** How many reactions were given up. */
export async function countFailedDeliveries(): Promise<number> {
  const row = await table('event_deliveries').where('status', 'failed').count({ n: '*' }).first();
  return Number((row as { n: unknown } | undefined)?.n ?? 0);
}

/** Tries a reaction that was given up again from the beginning. Says false when it is not there or goes on. */
export async function retryDelivery(id: number): Promise<boolean> {
  const changed = await table('event_deliveries')
    .where({ id, status: 'failed' })
    .update({ status: 'waiting', attempts: 0, next_attempt_at: now(), last_error: null });
  afterCommit(() => wake('events'));
  return Number(changed) === 1;
}

/** Forgets reactions done more than 30 days ago; the events themselves stay as history. */
export async function cleanDeliveries(): Promise<void> {
  await table('event_deliveries')
    .where('status', 'done')
    .where('next_attempt_at', '<', now() - keptMs)
    .delete();
}

addQueue({
  name: 'events',
  concurrency: 4,
  take: async (limit) => (await takeDue<DeliveryRow>(deliveries, limit)).map(taken),
  release: () => release(deliveries),
  repair: repairDeliveries,
});

function taken(row: DeliveryRow): Taken {
  return { run: () => deliver(row), renew: () => renew(deliveries, row) };
}

async function deliver(row: DeliveryRow): Promise<void> {
  try {
    await transaction(() => react(row));
  } catch (error) {
    const last_error = String((error as Error).stack ?? error).slice(0, errorLength);
    const given_up = row.attempts >= mostAttempts;
    const next_attempt_at = now() + nextPause(row.attempts);
    await settle(
      deliveries,
      row,
      given_up ? { status: 'failed', last_error } : { next_attempt_at, last_error },
    );
  }
}

/** The reaction and the note that it is done are committed together, or neither is. */
async function react(row: DeliveryRow): Promise<void> {
  const event = await table<EventRow>('events').where({ id: row.event_id }).first();
  if (!event) return;
  await subscriberOf(event as EventRow, row.subscriber).react(readEvent(event as EventRow));
  const done = { status: 'done', last_error: null, next_attempt_at: now() };
  if (!(await settle(deliveries, row, done))) {
    throw new Error('Another process has taken over this delivery');
  }
}

function subscriberOf(event: EventRow, label: string): Subscriber {
  const found = subscribersOf(event.name).find((subscriber) => subscriber.label === label);
  if (!found) throw new Error(`Nothing named "${label}" listens to ${event.name} in this version`);
  return found;
}

async function repairDeliveries(): Promise<void> {
  const moment = now();
  const ahead = () =>
    table('event_deliveries')
      .where('status', 'waiting')
      .where('next_attempt_at', '>', moment + farAheadMs);
  if ((await ahead().select('id').limit(1)).length === 0) return;
  await ahead().update({ next_attempt_at: moment });
}
