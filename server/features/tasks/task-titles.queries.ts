import type { Actor } from '../../core/permissions/index.js';
import { visibleTasks } from './tasks.policy.js';

/** What a list of things that hang on tasks says about each task. */
export interface TaskTitle {
  title: string;
  projectName: string;
  isClientVisible: boolean;
}

/** Tasks the actor sees, by their ids: one query, however many. */
export async function taskTitles(
  actor: Actor,
  ids: readonly number[],
): Promise<Map<number, TaskTitle>> {
  if (ids.length === 0) return new Map();
  const rows = (await visibleTasks(actor)
    .join('projects', 'projects.id', 'tasks.project_id')
    .whereIn('tasks.id', [...new Set(ids)])
    .select(
      'tasks.id',
      'tasks.title',
      'tasks.visibility',
      'projects.name as project_name',
    )) as unknown as {
    id: number;
    title: string;
    visibility: string;
    project_name: string;
  }[];
  return new Map(
    rows.map((row) => [
      row.id,
      {
        title: row.title,
        projectName: row.project_name,
        isClientVisible: row.visibility === 'client',
      },
    ]),
  );
}
