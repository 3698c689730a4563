import type { Permission } from '../../core/permissions/index.js';
import { mayUpload } from '../files/index.js';
import { type FoundProject, findProject, mayOnProject, projectFacts } from '../projects/index.js';
import { type FoundTask, findTask, mayOnTask, taskFacts } from '../tasks/index.js';
import { type Answer, explain } from './explain.js';
import { type Asked, hidden, placeCauses, placeOf, seeing, sought } from './explain-places.js';

/** What can be asked about a project and a task, seeing first. */
const projectVerbs = [
  'projects.edit',
  'projects.archive',
  'projects.delete',
  'projects.manage_access',
  'tasks.create',
  'tasks.manage_columns',
] as const satisfies readonly Permission[];
const taskVerbs = [
  'tasks.edit',
  'tasks.change_status',
  'tasks.assign',
  'tasks.comment',
  'tasks.share',
  'tasks.delete',
] as const satisfies readonly Permission[];

/** What somebody can do with a project. */
export async function explainProject(asked: Asked, project: FoundProject): Promise<Answer[]> {
  const { person } = asked;
  const found = await sought(findProject(person, project.id));
  const causes = await placeCauses(asked, { project, task: null });
  const view = seeing('projects.view', Boolean(found), causes);
  if (!found) return [view, ...[...projectVerbs, 'files.upload' as const].map(hidden)];
  const facts = projectFacts(person, found);
  const uploading = { ...facts, own: false };
  return [
    view,
    ...projectVerbs.map((permission) => ({
      ...explain(person, permission, facts),
      allowed: mayOnProject(person, permission, found),
    })),
    { ...explain(person, 'files.upload', uploading), allowed: mayUpload(person, uploading) },
  ];
}

/** What somebody can do with a task. */
export async function explainTask(asked: Asked, task: FoundTask): Promise<Answer[]> {
  const { person } = asked;
  const found = await sought(findTask(person, task.id));
  const view = seeing('tasks.view', Boolean(found), await placeCauses(asked, placeOf(task)));
  if (!found) return [view, ...[...taskVerbs, 'files.upload' as const].map(hidden)];
  const facts = taskFacts(person, found);
  return [
    view,
    ...taskVerbs.map((permission) => explainTaskVerb(asked, permission, found)),
    { ...explain(person, 'files.upload', facts), allowed: mayUpload(person, facts) },
  ];
}

function explainTaskVerb({ person }: Asked, permission: Permission, task: FoundTask): Answer {
  const facts = taskFacts(person, task);
  const allowed = mayOnTask(person, permission, task);
  if (permission !== 'tasks.delete') return { ...explain(person, permission, facts), allowed };
  const own = task.created_by_user_id === person.userId;
  return { ...explain(person, permission, { ...facts, own }, 'not-made'), allowed };
}
