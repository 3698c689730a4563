import { insertRow, insertRows, table } from '../../core/database/index.js';
import { addDays, day, now, today } from '../../core/dates/index.js';
import type { TaskRow } from '../../features/tasks/index.js';
import { type Random, seededRandom } from './random.js';
import type { Stage } from './work.js';

const labelScript = [
  { name: 'Copy', hue: 'teal' },
  { name: 'Design', hue: 'violet' },
  { name: 'Print', hue: 'rose' },
] as const;
const steps = [
  'Read what the client sent',
  'Sketch it',
  'Show it to a colleague',
  'Put it into the shared folder',
] as const;

/** What a plan reads of a task. */
type Planned = Pick<TaskRow, 'id' | 'title' | 'description' | 'visibility' | 'completed_at'> & {
  project_id: number;
  column_name: string;
  company_id: number | null;
};

/**
 * Gives projects what makes plans of their tasks: labels, checklists, what waits for what, milestones,
 * and reviews that await their client. It draws its own numbers, so that the rest stays as it was.
 */
export async function makePlans(stage: Stage, projectIds: readonly number[]): Promise<void> {
  const random = seededRandom(2027);
  for (const projectId of projectIds) {
    const tasks = (await table('tasks')
      .join('columns', 'columns.id', 'tasks.column_id')
      .join('projects', 'projects.id', 'tasks.project_id')
      .where('tasks.project_id', projectId)
      .orderBy('tasks.id')
      .select(
        'tasks.*',
        'columns.name as column_name',
        'projects.company_id',
      )) as unknown as Planned[];
    await makeMilestones(stage, projectId, tasks);
    await makeLabels(projectId, tasks, random);
    await makeChecklists(tasks, random);
    await makeWaiting(tasks);
    await makeReviews(stage, tasks);
  }
}

async function makeMilestones(
  stage: Stage,
  project_id: number,
  tasks: readonly Planned[],
): Promise<void> {
  const date = today('UTC');
  const script = [
    { name: 'First draft', dueIn: 12, visibility: 'internal' },
    { name: 'Handover', dueIn: 40, visibility: 'client' },
  ];
  for (const [at, { name, dueIn, visibility }] of script.entries()) {
    const id = await insertRow('milestones', {
      project_id,
      name,
      description: null,
      due_on: addDays(date, dueIn),
      visibility,
      completed_at: null,
      created_by_user_id: stage.team[0]?.userId,
      created_at: now() - 20 * day,
      updated_at: now() - 20 * day,
      deleted_at: null,
    });
    const own = tasks.filter((_, place) => place % 3 === at).map((task) => task.id);
    if (own.length > 0) await table('tasks').whereIn('id', own).update({ milestone_id: id });
  }
}

async function makeLabels(
  project_id: number,
  tasks: readonly Planned[],
  random: Random,
): Promise<void> {
  const ids: number[] = [];
  for (const label of labelScript)
    ids.push(
      await insertRow('labels', { project_id, ...label, created_at: now(), deleted_at: null }),
    );
  const rows = tasks
    .filter(() => random.happens(0.5))
    .map(({ id }) => ({ task_id: id, label_id: random.pick(ids) }));
  if (rows.length > 0) await insertRows('task_labels', rows);
}

async function makeChecklists(tasks: readonly Planned[], random: Random): Promise<void> {
  for (const { id, completed_at } of tasks.filter(() => random.happens(0.25))) {
    const done = completed_at === null ? random.between(0, 2) : steps.length;
    await insertRows(
      'checklist_items',
      steps.map((text, at) => ({
        task_id: id,
        text,
        position: `a${at}`,
        done_at: at < done ? now() - day : null,
        created_at: now() - 3 * day,
        deleted_at: null,
      })),
    );
    await table('tasks')
      .where({ id })
      .update({ checklist_count: steps.length, checklist_done_count: done });
  }
}

/** The second open task waits for the first. */
async function makeWaiting(tasks: readonly Planned[]): Promise<void> {
  const [first, second] = tasks.filter(({ completed_at }) => completed_at === null);
  if (!first || !second) return;
  await insertRow('task_dependencies', {
    task_id: second.id,
    blocked_by_task_id: first.id,
    created_at: now() - day,
  });
}

/** What stands in the column for it awaits the contacts of its client. */
async function makeReviews(stage: Stage, tasks: readonly Planned[]): Promise<void> {
  const awaiting = tasks.filter(
    ({ column_name, visibility }) => column_name === 'Client review' && visibility === 'client',
  );
  for (const task of awaiting.slice(0, 3)) {
    const contacts = stage.companies.find(({ id }) => id === task.company_id)?.contacts ?? [];
    if (contacts.length > 0) await askForReview(stage, task, contacts);
  }
}

async function askForReview(
  { workspaceId, team }: Stage,
  task: Planned,
  contacts: readonly { membershipId: number }[],
): Promise<void> {
  const round_id = await insertRow('review_rounds', {
    workspace_id: workspaceId,
    task_id: task.id,
    number: 1,
    status: 'open',
    rule: 'any',
    due_on: addDays(today('UTC'), 5),
    message: 'Please tell us whether this is what you had in mind.',
    title: task.title,
    description: task.description,
    requested_by_user_id: team[0]?.userId,
    created_at: now() - day,
    closed_at: null,
    reminded_at: null,
  });
  await insertRows(
    'review_approvers',
    contacts.map(({ membershipId }) => ({ round_id, membership_id: membershipId })),
  );
  const files = await table('files')
    .where({ subject_type: 'task', subject_id: task.id, visibility: 'client' })
    .select('id as file_id', 'name', 'size_bytes', 'sha256');
  if (files.length > 0) {
    await insertRows(
      'review_files',
      files.map((file) => ({ round_id, ...file })),
    );
  }
  await table('tasks').where({ id: task.id }).update({ review_state: 'open' });
}
