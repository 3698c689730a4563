/** Tasks: the work itself, on the board, in the list and on a page of its own. */
import type { Feature } from '../../core/feature.js';
import { useColumnContents } from '../columns/index.js';
import { useHeldWork } from '../hand-overs/index.js';
import { useLabelCounter } from '../labels/index.js';
import { useMilestoneProgress } from '../milestones/index.js';
import { useTaskCounter } from '../projects/index.js';
import { tasksInColumns } from './column-tasks.service.js';
import { countMilestoneTasks, countSeenTasks } from './counts.queries.js';
import { heldTasks } from './held-tasks.js';
import { countLabelUse } from './task-labels.queries.js';
import { tasksRoutes } from './tasks.routes.js';
import { taskSubject } from './tasks.subject.js';
import { tasksSubscribers } from './tasks.subscribers.js';

useTaskCounter(countSeenTasks);
useMilestoneProgress(countMilestoneTasks);
useColumnContents(tasksInColumns);
useHeldWork(heldTasks);
useLabelCounter(countLabelUse);

export const tasksFeature: Feature = {
  name: 'tasks',
  routes: tasksRoutes,
  tables: ['tasks', 'task_assignees', 'task_watchers', 'task_labels', 'hand_over_tasks'],
  subjects: [taskSubject],
  subscribers: tasksSubscribers,
};

export { type Days, daysFor, presentTaskDue } from './board.presenter.js';
export { type CardRow, listBoardCards } from './board.queries.js';

export { countOpenTasksByMember } from './counts.queries.js';
export { listAppearing } from './task-appearing.queries.js';
export { useBlockedTasks } from './task-blocked.js';
export type { TaskFilter } from './task-choices.js';
export { moveTask } from './task-moves.service.js';
export { addTaskPart, type TaskPart } from './task-parts.js';
export { listTaskReaders } from './task-readers.queries.js';
export { type Agreement, appearsWith, setVisibility } from './task-sharing.service.js';
export { taskTitles } from './task-titles.queries.js';
export type { FieldChange } from './tasks.events.js';
export {
  assignedTaskIds,
  mayOnTask,
  myOpenTasks,
  taskFacts,
  visibleAmongFew,
  visibleTasks,
} from './tasks.policy.js';
export { taskCrumbs } from './tasks.presenter.js';
export {
  changeChecklistCounts,
  type FoundTask,
  findTask,
  setParent,
  setReviewState,
  type TaskRow,
  withSurroundings,
} from './tasks.queries.js';
export { createTask } from './tasks.service.js';
