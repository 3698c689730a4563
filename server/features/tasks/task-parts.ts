import type { Actor } from '../../core/permissions/index.js';
import type { FoundTask } from './tasks.queries.js';

/** What another room shows of itself on the page of a task. */
export interface TaskPart {
  /** The template that draws what load() gives. */
  template: string;
  /** Among the work itself, or beside it among the particulars. */
  place: 'work' | 'particulars';
  /** What this actor sees of it; null where that is nothing. */
  load(actor: Actor, task: FoundTask): Promise<object | null>;
}

const parts: TaskPart[] = [];

/** Adds a part to the page of every task, below those before it. */
export function addTaskPart(part: TaskPart): void {
  parts.push(part);
}

/** What other rooms show on the page of a task, by place. */
export async function loadTaskParts(actor: Actor, task: FoundTask) {
  const shown: Record<TaskPart['place'], { template: string; model: object }[]> = {
    work: [],
    particulars: [],
  };
  for (const { template, place, load } of parts) {
    const model = await load(actor, task);
    if (model) shown[place].push({ template, model });
  }
  return shown;
}
