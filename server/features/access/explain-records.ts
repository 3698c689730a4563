import { NotFound } from '../../core/http/index.js';
import type { Actor, Permission } from '../../core/permissions/index.js';
import {
  assignedProjectIds,
  type FoundProject,
  findProject,
  mayOnProject,
  projectFacts,
} from '../projects/index.js';
import { assignedTaskIds, type FoundTask, findTask, mayOnTask } from '../tasks/index.js';
import { type Answer, type Cause, explain } from './explain.js';

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

/** A record that somebody asks about, as they see it themselves. */
export type AskedRecord =
  | { type: 'project'; project: FoundProject }
  | { type: 'task'; task: FoundTask };

/**
 * The project or task at an address, for an actor who may see it.
 * @throws NotFound for everything else
 */
export async function recordAt(asker: Actor, address: string): Promise<AskedRecord> {
  const [, type, id] = /(?:^|\/)(projects|tasks)\/([1-9]\d{0,8})(?:[/?#]|$)/.exec(address) ?? [];
  if (type === 'projects')
    return { type: 'project', project: await findProject(asker, Number(id)) };
  if (type === 'tasks') return { type: 'task', task: await findTask(asker, Number(id)) };
  throw new NotFound();
}

/** What somebody can do with a record, beginning with whether they see it. */
export function explainRecord(person: Actor, record: AskedRecord): Promise<Answer[]> {
  return record.type === 'project'
    ? explainProject(person, record.project)
    : explainTask(person, record.task);
}

async function explainProject(person: Actor, project: FoundProject): Promise<Answer[]> {
  const found = await sought(findProject(person, project.id));
  const onProject = await isOn(person, project.id);
  const view = seeing('projects.view', Boolean(found), projectCauses(person, onProject));
  const facts = found && projectFacts(person, found);
  return [
    view,
    ...projectVerbs.map((permission) => {
      if (!found || !facts) return hidden(permission);
      return {
        ...explain(person, permission, facts),
        allowed: mayOnProject(person, permission, found),
      };
    }),
  ];
}

async function explainTask(person: Actor, task: FoundTask): Promise<Answer[]> {
  const found = await sought(findTask(person, task.id));
  const facts = {
    assigned: await isOn(person, task.project_id),
    own: await isOnTask(person, task.id),
  };
  const causes = [
    ...projectCauses(person, facts.assigned).filter((cause) => !found || isGood(cause)),
    ...explain(person, 'tasks.view', facts).causes,
  ];
  if (person.kind === 'client' && task.visibility !== 'client')
    causes.push({ permission: 'tasks.view', kind: 'internal' });
  return [
    seeing('tasks.view', Boolean(found), causes),
    ...taskVerbs.map((permission) => {
      if (!found) return hidden(permission);
      const isMade = permission === 'tasks.delete';
      const own = isMade ? task.created_by_user_id === person.userId : facts.own;
      const answer = explain(
        person,
        permission,
        { ...facts, own },
        isMade ? 'not-made' : undefined,
      );
      return { ...answer, allowed: mayOnTask(person, permission, found) };
    }),
  ];
}

/** What the query that finds it has decided, with the causes on that side. */
function seeing(permission: Permission, allowed: boolean, causes: readonly Cause[]): Answer {
  return { permission, allowed, causes: causes.filter((cause) => isGood(cause) === allowed) };
}

function isGood({ kind }: Cause): boolean {
  return kind === 'role' || kind === 'exception';
}

/** A client sees no project beyond those they are assigned to, whatever is granted. */
function projectCauses(person: Actor, onProject: boolean): Cause[] {
  const facts = { own: onProject, assigned: onProject };
  const { allowed, causes } = explain(person, 'projects.view', facts);
  if (allowed && person.kind === 'client' && !onProject)
    return [{ permission: 'projects.view', kind: 'not-on-project' }];
  return causes;
}

/** Nothing can be done to what is not seen; why it is not stands at the first answer. */
function hidden(permission: Permission): Answer {
  return { permission, allowed: false, causes: [{ permission, kind: 'hidden' }] };
}

async function isOn(person: Actor, projectId: number): Promise<boolean> {
  const rows = assignedProjectIds(person).where('project_assignments.project_id', projectId);
  return (await rows.first()) !== undefined;
}

async function isOnTask(person: Actor, taskId: number): Promise<boolean> {
  const rows = assignedTaskIds(person).where('task_assignees.task_id', taskId);
  return (await rows.first()) !== undefined;
}

async function sought<Found>(search: Promise<Found>): Promise<Found | undefined> {
  try {
    return await search;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
