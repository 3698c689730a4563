import './queue.js';
import { allQueues } from './queues.js';

/**
 * Does everything that is due now, one thing after the other, what comes of it included, and
 * returns: for the command line and for tests. Names restrict it to these queues.
 */
export async function workOff(...names: string[]): Promise<void> {
  const chosen = allQueues().filter(({ queue }) => !names.length || names.includes(queue.name));
  let isBusy = true;
  while (isBusy) {
    isBusy = false;
    for (const { queue } of chosen) {
      const taken = await queue.take(1);
      for (const one of taken) await one.run();
      isBusy ||= taken.length > 0;
    }
  }
}
