import { currentKnex, table } from '../../server/core/database/index.js';
import type { Route } from '../../server/core/http/index.js';
import { features } from '../../server/features.js';
import type { World } from './world.js';

/** Every route of the product, found by itself, so that a new one is covered the day it is written. */
export function allRoutes(): Route[] {
  return features.flatMap((feature) => [...feature.routes]);
}

/** Names of the parameters in a path. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
}

/** A path with values in place of its parameters. */
export function fillPath(path: string, values: Record<string, string | number>): string {
  return path.replace(/:(\w+)/g, (_place, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`No value for :${name} in ${path}: teach test/support/addresses.ts about it`);
    return String(value);
  });
}

/** The things of Website relaunch, by the parameter that names them. */
export function websiteValues(world: World, path: string): Record<string, string | number> {
  const isClientPath = path.startsWith('/clients');
  return {
    projectId: world.projects.website,
    taskId: world.tasks.logo,
    columnId: world.columns.todo,
    milestoneId: world.milestones.shared,
    labelId: world.label,
    discussionId: world.discussions.shared,
    noteId: world.notes.shared,
    roundId: world.round,
    reviewFileId: 1,
    checklistItemId: world.checklistItem,
    commentId: world.comments.shared,
    fileId: world.files.shared,
    companyId: world.companies.harbour,
    workspaceId: world.workspaceId,
    userId: isClientPath ? world.people.tom.userId : world.people.elin.userId,
    membershipId: world.people.elin.membershipId,
    teamId: world.teams.kestrel,
    invitationId: 1,
    importId: 1,
    sessionId: 1,
    passkeyId: 1,
    roleId: 1,
    messageId: 1,
    jobId: 1,
    deliveryId: 1,
    reviewId: 1,
    rowId: 1,
    token: 'no-such-token',
  };
}

/** Every id there is, by the parameter that names it: for walks. */
export async function allIds(): Promise<Record<string, (string | number)[]>> {
  const ids = async (name: string) =>
    ((await table(name).select('id')) as { id: number }[]).map(({ id }) => id);
  return {
    projectId: await ids('projects'),
    taskId: await ids('tasks'),
    columnId: await ids('columns'),
    milestoneId: await ids('milestones'),
    labelId: await ids('labels'),
    discussionId: await ids('discussions'),
    noteId: await ids('notes'),
    roundId: await ids('review_rounds'),
    reviewFileId: await ids('review_files'),
    checklistItemId: await ids('checklist_items'),
    commentId: await ids('comments'),
    fileId: await ids('files'),
    companyId: await ids('companies'),
    workspaceId: await ids('workspaces'),
    userId: await ids('users'),
    membershipId: await ids('memberships'),
    teamId: await ids('teams'),
    roleId: await ids('roles'),
    invitationId: [...(await ids('invitations')), 1],
    importId: [...(await ids('user_imports')), 1],
    sessionId: await ids('sessions'),
    passkeyId: [...(await ids('passkeys')), 1],
    messageId: [...(await ids('outbox')), 1],
    jobId: [...(await ids('jobs')), 1],
    deliveryId: [...(await ids('event_deliveries')), 1],
    reviewId: [...(await ids('access_reviews')), 1],
    rowId: [...(await ids('access_review_rows')), 1],
    token: ['no-such-token'],
  };
}

const unwatched = new Set([
  'sessions',
  'rate_limits',
  'sign_ins',
  'migrations',
  'migrations_lock',
  'jobs',
  'event_deliveries',
]);
const watched = [
  'settings',
  'events',
  'audit_entries',
  'outbox',
  'users',
  'account_tokens',
  'authenticators',
  'recovery_codes',
  'passkeys',
  'passkey_challenges',
  'google_accounts',
  'pending_sign_ins',
  'workspaces',
  'roles',
  'role_grants',
  'companies',
  'memberships',
  'membership_roles',
  'permission_overrides',
  'invitations',
  'access_reviews',
  'access_review_rows',
  'user_imports',
  'comments',
  'files',
  'projects',
  'project_assignments',
  'teams',
  'team_members',
  'project_teams',
  'columns',
  'labels',
  'task_labels',
  'milestones',
  'tasks',
  'task_assignees',
  'notes',
  'discussions',
  'review_rounds',
  'review_files',
  'review_approvers',
  'review_links',
  'review_entries',
  'task_watchers',
  'task_dependencies',
  'checklist_items',
  'viewings',
  'hand_overs',
  'hand_over_tasks',
  'departures',
  'bulk_role_changes',
];

/** All that is stored, as text: equal before and after whatever was refused. */
export async function dump(): Promise<string> {
  // All at once: servers answer on several connections, and the tests ask thousands of times.
  const parts = watched.map(async (name) => {
    const rows = (await currentKnex()(name).orderBy('id')) as unknown[];
    return `${name} ${JSON.stringify(rows)}`;
  });
  return (await Promise.all(parts)).join('\n');
}

/** Every row of every table as text; of sessions only who has one, since each request marks its own as used. */
export async function dumpEverything(): Promise<string> {
  const others = [...unwatched].map(async (name) => {
    const rows =
      name === 'sessions' ? currentKnex()(name).select('id', 'user_id') : currentKnex()(name);
    return `${name} ${JSON.stringify(await rows)}`;
  });
  return [await dump(), ...(await Promise.all(others)).sort()].join('\n');
}

/** Tables that dump() leaves out on purpose, and those it holds: together they must be all. */
export const dumpedTables = { watched, unwatched };
