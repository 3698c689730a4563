import type { Actor } from '../../core/permissions/index.js';
import { countsFor } from './projects.policy.js';
import type { FoundProject } from './projects.queries.js';

/** How far a project has come, in tasks. */
export interface Progress {
  done: number;
  all: number;
}

/** Counts the tasks that an actor sees of several projects. */
export type TaskCounter = (
  actor: Actor,
  projectIds: readonly number[],
) => Promise<Map<number, Progress>>;

let countSeen: TaskCounter = async () => new Map();

/** Tells the projects how tasks are counted for somebody who sees only some of them. */
export function useTaskCounter(counter: TaskCounter): void {
  countSeen = counter;
}

/**
 * Progress of several projects from what the actor may see of each: the stored counts where they
 * say just that, one counting query for the rest. A project whose tasks they may not see is left out.
 */
export async function listProgress(
  actor: Actor,
  projects: readonly FoundProject[],
): Promise<Map<number, Progress>> {
  const found = new Map<number, Progress>();
  const counted: number[] = [];
  for (const project of projects) {
    const counts = countsFor(actor, project);
    if (counts === 'counted') counted.push(project.id);
    else if (counts !== 'none') found.set(project.id, stored(project, counts));
  }
  if (counted.length === 0) return found;
  const seen = await countSeen(actor, counted);
  for (const id of counted) found.set(id, seen.get(id) ?? { done: 0, all: 0 });
  return found;
}

/** How many tasks of some projects an actor sees, who may be nobody real. One query. */
export async function countTasksSeen(actor: Actor, projectIds: readonly number[]): Promise<number> {
  const seen = await countSeen(actor, projectIds);
  return [...seen.values()].reduce((sum, { all }) => sum + all, 0);
}

function stored(project: FoundProject, counts: 'all' | 'client'): Progress {
  return counts === 'all'
    ? { done: project.tasks_done_count, all: project.tasks_count }
    : { done: project.client_tasks_done_count, all: project.client_tasks_count };
}
