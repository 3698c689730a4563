import { type Attached, type Host, registerSubject } from '../../core/subjects/index.js';
import { listProjectPeople, listUsersOf } from '../projects/index.js';
import { listTaskMembers } from './assignees.queries.js';
import { taskSight } from './task-sight.policy.js';
import { taskFacts, visibleTasks, withinScope } from './tasks.policy.js';
import { changeAttachedCounts, type FoundTask, findTask } from './tasks.queries.js';

const task: Host<FoundTask> = {
  type: 'task',
  takes: ['comment', 'file'],
  find: findTask,
  idColumn: 'tasks.id',
  visibleIds: (actor, narrowing = {}) => {
    const rows = withinScope(actor, visibleTasks(actor), narrowing.scope ?? 'all');
    if (narrowing.projectId !== undefined) rows.where('tasks.project_id', narrowing.projectId);
    return rows.select('tasks.id');
  },
  address: (actor, id) => (actor.kind === 'client' ? `/portal/tasks/${id}` : `/tasks/${id}`),
  title: (found) => found.title,
  projectId: (found) => found.project_id,
  facts: taskFacts,
  isClientVisible: (found) => found.visibility === 'client',
  sight: taskSight,
  readers: async (found) => (found.people ?? (await listProjectPeople(found.project_id))).clients,
  followers: async (found) => {
    const people = found.people ?? (await listProjectPeople(found.project_id));
    const { assignees, watcherIds } = await listTaskMembers(people, found.id);
    const present = assignees.filter((person) => !person.isDeactivated);
    const watching = (await listUsersOf(watcherIds)).values();
    const userIds = present.map(({ userId }) => userId);
    return [...new Set([found.created_by_user_id, ...userIds, ...watching])];
  },
  attached: ({ kind, subjectId, all, client }: Attached) =>
    changeAttachedCounts(subjectId, kind, { all, client }),
};

/** Tasks as things that comments and files hang on. */
export const taskSubject = registerSubject<FoundTask>(task);
