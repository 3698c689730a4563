import type { Actor } from '../../core/permissions/index.js';

/** Which of some tasks wait for another that the actor sees; one query. */
type BlockedTasks = (actor: Actor, taskIds: readonly number[]) => Promise<ReadonlySet<number>>;

let find: BlockedTasks = async () => new Set();

/** Tells the board who knows what waits: the room of links stands below and provides it. */
export function useBlockedTasks(provider: BlockedTasks): void {
  find = provider;
}

/** Which of some tasks wait for another that the actor sees; one query. */
export function blockedTasks(actor: Actor, taskIds: readonly number[]): ReturnType<BlockedTasks> {
  return find(actor, taskIds);
}
