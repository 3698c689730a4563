import type { Actor } from '../../core/permissions/index.js';
import type { Progress } from '../projects/index.js';

/** Counts the tasks that an actor sees of some milestones of a project, by milestone. */
export type MilestoneProgress = (
  actor: Actor,
  projectId: number,
) => Promise<ReadonlyMap<number, Progress>>;

let count: MilestoneProgress = async () => new Map();

/** Tells the milestones how their tasks are counted for somebody who sees only some of them. */
export function useMilestoneProgress(counter: MilestoneProgress): void {
  count = counter;
}

/** How far the milestones of a project have come, in the tasks that the actor sees; one query. */
export function progressOfMilestones(actor: Actor, projectId: number) {
  return count(actor, projectId);
}
