import { engine } from '../database/index.js';
import { letPeopleGoFirst } from './courtesy.js';
import { LEASE_MS } from './leases.js';
import { allQueues, type Taken, type Watched } from './queues.js';
import './queue.js';

/** What startWorker() may be told; every time is in ms. */
export interface WorkerOptions {
  /** How often to look for work that another process brought. */
  pollMs?: number;
  /**
   * True where no other process works on this database: what a killed process left is resumed at
   * once instead of after its lease. Without it, so on SQLite, where one process runs at a time.
   */
  alone?: boolean;
  /** Told of failures of the worker itself, such as a database that is gone for a while. */
  onProblem?: (error: unknown, queue: string) => void;
}

/** The running worker of this process. */
export interface Worker {
  /** Takes nothing new and waits for what is at work, but not longer than `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

const usualPollMs = 1500;
const repairEveryMs = 3_600_000;

/**
 * Starts working off all queues: jobs, event deliveries, e-mail. Any number of processes may do
 * so on one database. Looking for work is one indexed read for each queue and writes nothing.
 */
export function startWorker(options: WorkerOptions = {}): Worker {
  const loops = allQueues().map((watched) => new Loop(watched, options));
  const done = Promise.all(loops.map((loop) => loop.go()));
  return {
    stop: async (graceMs = 10_000) => {
      for (const loop of loops) loop.stop();
      await Promise.race([done, patience(graceMs)]);
    },
  };
}

class Loop {
  private readonly watched: Watched;
  private readonly options: WorkerOptions;
  private readonly atWork = new Map<Taken, Promise<void>>();
  private stopping = false;
  private isPrepared = false;
  private repairedAt = Number.NEGATIVE_INFINITY;

  constructor(watched: Watched, options: WorkerOptions) {
    this.watched = watched;
    this.options = options;
  }

  stop(): void {
    this.stopping = true;
    this.watched.bell.ring();
  }

  async go(): Promise<void> {
    const heartbeat = setInterval(() => this.renewAll(), LEASE_MS / 3);
    heartbeat.unref();
    // What is defined while the program starts, such as the schedule, is complete after this.
    await new Promise(setImmediate);
    while (!this.stopping) await this.turn();
    await Promise.all(this.atWork.values());
    clearInterval(heartbeat);
  }

  private async turn(): Promise<void> {
    const { queue, bell } = this.watched;
    const free = queue.concurrency - this.atWork.size;
    const taken = free > 0 ? await this.look(free) : [];
    for (const one of taken) this.begin(one);
    // A full house goes on when a place is free; begin() rings then.
    if (taken.length < free || free === 0) await bell.wait(this.options.pollMs ?? usualPollMs);
    await letPeopleGoFirst();
  }

  private async look(free: number): Promise<Taken[]> {
    try {
      await this.prepare();
      await this.repairNowAndThen();
      return await this.watched.queue.take(free);
    } catch (error) {
      this.report(error);
      return [];
    }
  }

  private async prepare(): Promise<void> {
    if (this.isPrepared) return;
    if (this.options.alone ?? engine() === 'sqlite') await this.watched.queue.release();
    this.isPrepared = true;
  }

  private async repairNowAndThen(): Promise<void> {
    // The monotonic clock: a jump of the wall clock is what is being repaired.
    if (performance.now() - this.repairedAt < repairEveryMs) return;
    await this.watched.queue.repair();
    this.repairedAt = performance.now();
  }

  private begin(taken: Taken): void {
    const work = taken
      .run()
      .catch((error) => this.report(error))
      .finally(() => {
        this.atWork.delete(taken);
        this.watched.bell.ring();
      });
    this.atWork.set(taken, work);
  }

  private renewAll(): void {
    for (const taken of this.atWork.keys()) taken.renew().catch((error) => this.report(error));
  }

  private report(error: unknown): void {
    this.options.onProblem?.(error, this.watched.queue.name);
  }
}

function patience(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
