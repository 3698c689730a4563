import { table } from '../../core/database/index.js';
import type { MembershipIds, Sight } from '../../core/subjects/index.js';
import { isLive, projectSight } from '../projects/index.js';
import type { TaskRow } from './tasks.queries.js';

type Marked = Pick<TaskRow, 'id' | 'workspace_id' | 'project_id' | 'visibility'>;

/** Who sees a task: what visibleTasks() asks of one actor, asked of everybody. */
export function taskSight(task: Marked): Sight {
  const { needs, ...project } = projectSight({
    id: task.project_id,
    workspace_id: task.workspace_id,
  });
  const mine = () => workingOn(task.id);
  return {
    ...project,
    isClientVisible: task.visibility === 'client',
    mine,
    needs: [...needs, { permission: 'tasks.view', own: mine }],
  };
}

/** Who would see a task of a project that is shown to clients and given to nobody yet. */
export function newTaskSight(project: { id: number; workspace_id: number }): Sight {
  const sight = projectSight(project);
  return { ...sight, needs: [...sight.needs, { permission: 'tasks.view', own: null }] };
}

function workingOn(taskId: number): MembershipIds {
  return table('task_assignees')
    .where('task_assignees.task_id', taskId)
    .where(isLive('task_assignees.ends_at'))
    .select('task_assignees.membership_id') as unknown as MembershipIds;
}
