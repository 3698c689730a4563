import type { HeldWork } from '../hand-overs/index.js';
import { listHeldWork } from './held-offers.queries.js';
import { passTasks, taskKind } from './held-tasks.service.js';
import { countReturnable, receivedLines, returnTasks } from './returned-tasks.service.js';

/** The open tasks that somebody has, for the day they leave. */
export const heldTasks: HeldWork = {
  kind: taskKind,
  list: listHeldWork,
  pass: passTasks,
  received: receivedLines,
  returnable: countReturnable,
  giveBack: returnTasks,
};
