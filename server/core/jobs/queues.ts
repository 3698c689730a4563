import { Signal } from './signal.js';

/** One row that this process has taken. */
export interface Taken {
  /** Does the work and writes its outcome; its own failures are part of the outcome. */
  run(): Promise<void>;
  /** Keeps the row for this process while the work goes on. */
  renew(): Promise<void>;
}

/** A kind of work the worker looks after. */
export interface Queue {
  name: string;
  /** Rows one process works on at the same time. */
  concurrency: number;
  /** Takes up to `limit` due rows; writes nothing when nothing is due. */
  take(limit: number): Promise<Taken[]>;
  /** Makes rows of a killed process due at once; called only where no other process runs. */
  release(): Promise<void>;
  /** Puts right what a jump of the clock left behind; called at start and once an hour. */
  repair(): Promise<void>;
}

/** A queue with the bell that wakes its worker. */
export interface Watched {
  queue: Queue;
  bell: Signal;
}

const queues = new Map<string, Watched>();

/**
 * Gives the worker a queue to look after.
 * @throws Error when the name is taken.
 */
export function addQueue(queue: Queue): void {
  if (queues.has(queue.name)) throw new Error(`The queue ${queue.name} exists already`);
  queues.set(queue.name, { queue, bell: new Signal() });
}

/** Tells the worker of this process that a queue has something new; others find it by polling. */
export function wake(name: string): void {
  queues.get(name)?.bell.ring();
}

/** Every queue with its bell. */
export function allQueues(): Watched[] {
  return [...queues.values()];
}
