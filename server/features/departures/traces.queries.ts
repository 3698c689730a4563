import { type Query, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { PersonRow } from '../people/index.js';
import { isLive, visibleProjects } from '../projects/index.js';
import { countOpenTasksByMember, visibleTasks } from '../tasks/index.js';

/** What somebody leaves, each counted as far as the actor may see it. */
export interface Traces {
  openTasks: number;
  projects: number;
  comments: number;
  files: number;
}

/** Counts what hangs on somebody; four queries, whatever there is. */
export async function tracesOf(actor: Actor, person: PersonRow): Promise<Traces> {
  const { membership_id, user_id } = person;
  const openTasks = await countOpenTasksByMember(actor, [membership_id]);
  return {
    openTasks: openTasks.get(membership_id) ?? 0,
    projects: await countOf(
      table('project_assignments')
        .where({ membership_id })
        .where(isLive('project_assignments.ends_at'))
        .whereIn('project_id', visibleProjects(actor).select('projects.id')),
    ),
    comments: await countOf(onVisible(actor, 'comments').where({ author_user_id: user_id })),
    files: await countOf(onVisible(actor, 'files').where({ uploaded_by_user_id: user_id })),
  };
}

/** Comments or files on tasks and projects that the actor sees. */
function onVisible(actor: Actor, name: 'comments' | 'files') {
  return table(name)
    .whereNull(`${name}.deleted_at`)
    .where((either) => {
      either
        .where((tasks) => {
          tasks.where('subject_type', 'task');
          tasks.whereIn('subject_id', visibleTasks(actor).select('tasks.id'));
        })
        .orWhere((projects) => {
          projects.where('subject_type', 'project');
          projects.whereIn('subject_id', visibleProjects(actor).select('projects.id'));
        });
    });
}

async function countOf(rows: Pick<Query<object>, 'count'>): Promise<number> {
  const [row] = (await rows.count({ n: '*' })) as { n: unknown }[];
  return Number(row?.n ?? 0);
}
