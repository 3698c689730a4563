import { insertColumns } from './columns.queries.js';

/** Gives a new project the columns that most work needs; the caller's transaction holds. */
export async function createDefaultColumns(projectId: number): Promise<void> {
  const column = (name: string, hue: 'slate' | 'blue' | 'amber' | 'green', is_done = 0) => ({
    project_id: projectId,
    name,
    client_name: null,
    hue,
    task_limit: null,
    is_done,
  });
  await insertColumns([
    column('To do', 'slate'),
    column('In progress', 'blue'),
    column('Client review', 'amber'),
    column('Done', 'green', 1),
  ]);
}
