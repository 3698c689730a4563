import { generateNKeysBetween } from 'fractional-indexing';
import { insertRow, insertRows, table } from '../../core/database/index.js';
import { addDays, day, hour, now, today } from '../../core/dates/index.js';
import type { TaskRow } from '../../features/tasks/index.js';
import type { DemoCompany, DemoPerson } from './people.js';
import type { Random } from './random.js';
import { type ProjectScript, phrases } from './script.js';

/** Everything that making projects and tasks needs to know. */
export interface Stage {
  workspaceId: number;
  team: readonly DemoPerson[];
  companies: readonly DemoCompany[];
  random: Random;
}

const columnScript = [
  { name: 'To do', hue: 'slate', limit: null, isDone: 0 },
  { name: 'In progress', hue: 'blue', limit: 5, isDone: 0 },
  { name: 'Client review', hue: 'amber', limit: null, isDone: 0 },
  { name: 'Done', hue: 'green', limit: null, isDone: 1 },
] as const;

/** Makes one project with its columns, people and tasks. Returns its id. */
export async function makeProject(stage: Stage, script: ProjectScript): Promise<number> {
  const { random } = stage;
  const plans = script.tasks.map((title) => planTask(title, script.status, random));
  const projectId = await insertProject(stage, script, plans);
  const columnIds = await insertColumns(projectId);
  await assignPeople(stage, script, projectId);
  await insertTasks(stage, script, { projectId, columnIds, plans });
  return projectId;
}

/** Titles for the tasks of a large demo. */
export function inventTitles(count: number, random: Random): string[] {
  const { verbs, things, ends } = phrases;
  return Array.from(
    { length: count },
    () => `${random.pick(verbs)} ${random.pick(things)} ${random.pick(ends)}`,
  );
}

/** What a task's assignments repeat of it. */
type MadeTask = Pick<TaskRow, 'id' | 'completed_at' | 'due_on'>;

interface TaskPlan {
  title: string;
  column: number;
  visibility: 'internal' | 'client';
  dueIn: number | null;
}

function planTask(title: string, status: ProjectScript['status'], random: Random): TaskPlan {
  const spread = {
    planned: [0],
    completed: [3],
    on_hold: [0, 0, 1, 3],
    active: [0, 0, 1, 1, 2, 3, 3, 3, 3],
  };
  const column = random.pick(spread[status]);
  return {
    title,
    column,
    visibility: column === 2 || random.happens(0.45) ? 'client' : 'internal',
    dueIn: random.happens(0.85)
      ? random.between(column === 3 ? -40 : -4, column === 3 ? -1 : 30)
      : null,
  };
}

async function insertProject(
  stage: Stage,
  script: ProjectScript,
  plans: readonly TaskPlan[],
): Promise<number> {
  const shared = plans.filter(({ visibility }) => visibility === 'client');
  const done = (list: readonly TaskPlan[]) => list.filter(({ column }) => column === 3).length;
  const date = today('UTC');
  return insertRow('projects', {
    workspace_id: stage.workspaceId,
    company_id: script.company === null ? null : (stage.companies[script.company]?.id ?? null),
    name: script.name,
    description: script.description,
    status: script.status,
    hue: script.hue,
    start_on: addDays(date, script.startsIn),
    due_on: addDays(date, script.dueIn),
    next_task_number: plans.length + 1,
    tasks_count: plans.length,
    tasks_done_count: done(plans),
    client_tasks_count: shared.length,
    client_tasks_done_count: done(shared),
    created_by_user_id: stage.team[0]?.userId,
    created_at: now() + script.startsIn * day,
    updated_at: now(),
    archived_at: script.isArchived ? now() - 90 * day : null,
    deleted_at: null,
  });
}

async function insertColumns(projectId: number): Promise<number[]> {
  const positions = generateNKeysBetween(null, null, columnScript.length);
  const ids: number[] = [];
  for (const [at, column] of columnScript.entries()) {
    ids.push(
      await insertRow('columns', {
        project_id: projectId,
        name: column.name,
        client_name: null,
        hue: column.hue,
        position: positions[at],
        task_limit: column.limit,
        is_done: column.isDone,
        created_at: now(),
      }),
    );
  }
  return ids;
}

async function assignPeople(stage: Stage, script: ProjectScript, projectId: number): Promise<void> {
  const contacts = script.company === null ? [] : (stage.companies[script.company]?.contacts ?? []);
  const members = script.members.flatMap((at) => stage.team[at] ?? []);
  const rows = [...members, ...contacts].map(({ membershipId }) => ({
    project_id: projectId,
    membership_id: membershipId,
    ends_at: null,
    created_at: now(),
  }));
  if (rows.length > 0) await insertRows('project_assignments', rows);
}

interface Board {
  projectId: number;
  columnIds: readonly number[];
  plans: readonly TaskPlan[];
}

async function insertTasks(
  stage: Stage,
  script: ProjectScript,
  { projectId, columnIds, plans }: Board,
): Promise<void> {
  if (plans.length === 0) return;
  const positions = generateNKeysBetween(null, null, plans.length);
  const members = script.members.flatMap((at) => stage.team[at] ?? []);
  const date = today('UTC');
  const rows = plans.map((plan, at) => ({
    workspace_id: stage.workspaceId,
    project_id: projectId,
    column_id: columnIds[plan.column],
    number: at + 1,
    title: plan.title,
    description: `${plan.title}, as agreed at the last meeting.\n\n- check the text with the client\n- keep the *file names* short`,
    position: positions[at],
    visibility: plan.visibility,
    priority: stage.random.pick(['normal', 'normal', 'normal', 'high', 'low']),
    start_on: null,
    due_on: plan.dueIn === null ? null : addDays(date, plan.dueIn),
    completed_at: plan.column === 3 ? now() - stage.random.between(1, 30) * day : null,
    comments_count: 0,
    client_comments_count: 0,
    files_count: 0,
    client_files_count: 0,
    created_by_user_id: stage.random.pick(members.length > 0 ? members : stage.team).userId,
    created_at: now() - stage.random.between(24, 24 * 40) * hour,
    updated_at: now() - stage.random.between(1, 24) * hour,
    deleted_at: null,
  }));
  // A finished task was begun before it was finished.
  for (const row of rows) row.created_at -= row.completed_at ? now() - row.completed_at : 0;
  await insertRows('tasks', rows);
  const tasks = (await table('tasks')
    .where({ project_id: projectId })
    .orderBy('number')
    .select('id', 'completed_at', 'due_on')) as unknown as MadeTask[];
  await assignTasks(stage, members, tasks);
}

async function assignTasks(
  { random }: Stage,
  members: readonly DemoPerson[],
  tasks: readonly MadeTask[],
): Promise<void> {
  const rows = tasks.flatMap(({ id: task_id, completed_at, due_on }) => {
    const chosen = new Set<number>();
    for (let left = random.pick([0, 1, 1, 1, 2]); left > 0 && members.length > 0; left -= 1) {
      chosen.add(random.pick(members).membershipId);
    }
    return [...chosen].map((membership_id) => ({
      task_id,
      membership_id,
      ends_at: null,
      created_at: now(),
      is_open: completed_at === null ? 1 : 0,
      due_order: due_on ?? '9999-12-31',
    }));
  });
  if (rows.length > 0) await insertRows('task_assignees', rows);
}
