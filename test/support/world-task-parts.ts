import { insertRow, table } from '../../server/core/database/index.js';
import { now } from '../../server/core/dates/index.js';

/** Adds a label to a project and puts it on a task. */
export async function label(projectId: number, name: string, taskId: number): Promise<number> {
  const id = await insertRow('labels', {
    project_id: projectId,
    name,
    hue: 'amber',
    created_at: now(),
    deleted_at: null,
  });
  await insertRow('task_labels', { task_id: taskId, label_id: id });
  return id;
}

/** Adds an open step to a task without any. */
export async function step(taskId: number, text: string): Promise<number> {
  const id = await insertRow('checklist_items', {
    task_id: taskId,
    text,
    position: 'a0',
    done_at: null,
    created_at: now(),
    deleted_at: null,
  });
  await table('tasks').where({ id: taskId }).update({ checklist_count: 1 });
  return id;
}

/** Adds a milestone to a project. */
export async function milestone(
  projectId: number,
  author: number,
  name: string,
  visibility: string,
): Promise<number> {
  const at = now();
  return insertRow('milestones', {
    project_id: projectId,
    name,
    description: null,
    due_on: '2030-03-01',
    visibility,
    completed_at: null,
    created_by_user_id: author,
    created_at: at,
    updated_at: at,
    deleted_at: null,
  });
}

/** Lets a task wait for another. */
export function dependency(taskId: number, blockedById: number): Promise<number> {
  return insertRow('task_dependencies', {
    task_id: taskId,
    blocked_by_task_id: blockedById,
    created_at: now(),
  });
}

/** Lets somebody watch a task. */
export function watcher(taskId: number, membershipId: number): Promise<number> {
  return insertRow('task_watchers', {
    task_id: taskId,
    membership_id: membershipId,
    created_at: now(),
  });
}

/** Asks contacts to review a task with one file. */
export async function reviewRound(
  workspaceId: number,
  asked: {
    taskId: number;
    author: number;
    approvers: readonly { membershipId: number }[];
    fileId: number;
  },
): Promise<number> {
  const task = await table('tasks').where({ id: asked.taskId }).first();
  const file = await table('files').where({ id: asked.fileId }).first();
  const id = await insertRow('review_rounds', {
    workspace_id: workspaceId,
    task_id: asked.taskId,
    number: 1,
    status: 'open',
    rule: 'any',
    due_on: null,
    message: 'Please look at the colours.',
    title: task?.title,
    description: task?.description,
    requested_by_user_id: asked.author,
    created_at: now(),
    closed_at: null,
    reminded_at: null,
  });
  for (const { membershipId } of asked.approvers)
    await insertRow('review_approvers', { round_id: id, membership_id: membershipId });
  await insertRow('review_files', {
    round_id: id,
    file_id: asked.fileId,
    name: file?.name,
    size_bytes: file?.size_bytes,
    sha256: file?.sha256,
  });
  await table('tasks').where({ id: asked.taskId }).update({ review_state: 'open' });
  return id;
}

/** Writes a note down. */
export function note(
  workspaceId: number,
  owner: number,
  title: string,
  isShared: 0 | 1,
): Promise<number> {
  const at = now();
  return insertRow('notes', {
    workspace_id: workspaceId,
    owner_user_id: owner,
    title,
    body: null,
    is_shared: isShared,
    is_pinned: 0,
    updated_by_user_id: owner,
    created_at: at,
    updated_at: at,
    deleted_at: null,
  });
}

/** Opens a topic in a project. */
export function discussion(
  workspaceId: number,
  projectId: number,
  author: number,
  title: string,
  visibility: 'internal' | 'client',
): Promise<number> {
  const at = now();
  return insertRow('discussions', {
    workspace_id: workspaceId,
    project_id: projectId,
    author_user_id: author,
    title,
    body: `About ${title}`,
    visibility,
    comments_count: 0,
    client_comments_count: 0,
    active_at: at,
    client_active_at: at,
    closed_at: null,
    created_at: at,
    updated_at: at,
    deleted_at: null,
  });
}
