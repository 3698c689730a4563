import type { TaskRow } from './tasks.queries.js';

type Counted = Pick<TaskRow, 'visibility' | 'completed_at' | 'deleted_at'>;

/** By how much a project's stored counts change when a task changes; null where it was or is not. */
export function countChange(before: Counted | null, after: Counted | null) {
  const was = counts(before);
  const is = counts(after);
  return {
    all: is.all - was.all,
    done: is.done - was.done,
    clientAll: is.clientAll - was.clientAll,
    clientDone: is.clientDone - was.clientDone,
  };
}

function counts(task: Counted | null) {
  const all = task && task.deleted_at === null ? 1 : 0;
  const done = all && task?.completed_at !== null ? 1 : 0;
  const isClient = task?.visibility === 'client';
  return { all, done, clientAll: isClient ? all : 0, clientDone: isClient ? done : 0 };
}
