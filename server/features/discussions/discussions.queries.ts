import {
  insertRow,
  keptQuery,
  type Page,
  paginate,
  type Query,
  raw,
  table,
} from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { assignedProjectIds } from '../projects/index.js';
import { deletedDiscussions, visibleDiscussions } from './discussions.policy.js';

/** A topic of a project. */
export interface DiscussionRow {
  id: number;
  workspace_id: number;
  project_id: number;
  author_user_id: number;
  title: string;
  /** Markdown */
  body: string;
  visibility: 'internal' | 'client';
  comments_count: number;
  client_comments_count: number;
  /** When something was last said in it; and when something that clients read was. */
  active_at: number;
  client_active_at: number;
  closed_at: number | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
}

/** A topic as an actor found it. */
export interface FoundDiscussion extends DiscussionRow {
  project_name: string;
  author_name: string;
  /** 1 when the actor is on the project now. */
  is_assigned: number;
}

/** @throws NotFound for a topic that the actor does not see. */
export async function findDiscussion(actor: Actor, id: number): Promise<FoundDiscussion> {
  const found = await lookUpDiscussion(actor, id);
  if (!found) throw new NotFound();
  return found;
}

/** The topic, for an actor who sees it, or nothing. */
export async function lookUpDiscussion(
  actor: Actor,
  id: number,
): Promise<FoundDiscussion | undefined> {
  return (await withSurroundings(actor, visibleDiscussions(actor))
    .where('discussions.id', id)
    .first()) as FoundDiscussion | undefined;
}

/** Who has taken part in a topic: who opened it, and who has answered. */
export async function listParticipants(
  topic: Pick<DiscussionRow, 'id' | 'author_user_id'>,
): Promise<number[]> {
  const answered = (await table('comments')
    .where({ subject_type: 'discussion', subject_id: topic.id })
    .whereNull('deleted_at')
    .distinct()
    .pluck('author_user_id')) as number[];
  return [...new Set([topic.author_user_id, ...answered])];
}

/** @throws NotFound for one that is not deleted, or that the actor would not see. */
export async function findDeletedDiscussion(actor: Actor, id: number): Promise<FoundDiscussion> {
  const found = await withSurroundings(actor, deletedDiscussions(actor))
    .where('discussions.id', id)
    .first();
  if (!found) throw new NotFound();
  return found as FoundDiscussion;
}

/** One page of a project's topics, the liveliest first; a client's order knows nothing of the team's own words. */
export function pageOfDiscussions(
  actor: Actor,
  projectId: number,
  wanted: { page: number },
): Promise<Page<FoundDiscussion>> {
  return paginate(liveliestFirst(actor, projectId), { perPage: 25, ...wanted });
}

const liveliest = keptQuery<Actor, { projectId: number }, FoundDiscussion[]>(
  (actor, { projectId }, most) => liveliestFirst(actor, projectId).limit(Number(most)),
);

/** The liveliest topics of a project; one query. */
export function listLiveliest(
  actor: Actor,
  projectId: number,
  most: number,
): Promise<FoundDiscussion[]> {
  return liveliest(actor, { projectId }, String(most));
}

function liveliestFirst(actor: Actor, projectId: number): Query<FoundDiscussion> {
  const rows = withSurroundings(actor, visibleDiscussions(actor)).where(
    'discussions.project_id',
    projectId,
  );
  if (actor.kind === 'client') rows.orderBy('discussions.client_active_at', 'desc');
  else rows.orderBy('discussions.active_at', 'desc');
  return rows.orderBy('discussions.id', 'desc') as Query<FoundDiscussion>;
}

/** How many topics of some projects the actor sees; one query. */
export async function countDiscussionsSeen(
  actor: Actor,
  projectIds: readonly number[],
): Promise<number> {
  const rows = visibleDiscussions(actor).whereIn('discussions.project_id', [...projectIds]);
  const row = (await rows.count({ n: '*' }).first()) as { n?: unknown } | undefined;
  return Number(row?.n ?? 0);
}

/** Inserts a topic nobody has answered yet and returns its id. */
export function insertDiscussion(
  row: Omit<
    DiscussionRow,
    'id' | 'comments_count' | 'client_comments_count' | 'closed_at' | 'deleted_at'
  >,
): Promise<number> {
  return insertRow('discussions', {
    ...row,
    comments_count: 0,
    client_comments_count: 0,
    closed_at: null,
    deleted_at: null,
  });
}

/** Changes a topic's row. */
export async function updateDiscussion(id: number, changes: Partial<DiscussionRow>): Promise<void> {
  await table<DiscussionRow>('discussions').where({ id }).update(changes);
}

/** Brings a topic's counts up to date, and notes at `at` (ms UTC) that something was said. */
export async function changeReplies(
  id: number,
  change: { all: number; client: number; at: number },
): Promise<void> {
  await table('discussions')
    .where({ id })
    .update({
      comments_count: raw('comments_count + ?', [change.all]),
      client_comments_count: raw('client_comments_count + ?', [change.client]),
      ...(change.all > 0 && { active_at: change.at }),
      ...(change.client > 0 && { client_active_at: change.at }),
    });
}

function withSurroundings(actor: Actor, rows: Query<DiscussionRow>): Query<FoundDiscussion> {
  const onIt = assignedProjectIds(actor)
    .clearSelect()
    .whereRaw('project_assignments.project_id = discussions.project_id')
    .count('*')
    .as('is_assigned');
  return rows
    .join('projects', 'projects.id', 'discussions.project_id')
    .join('users', 'users.id', 'discussions.author_user_id')
    .select(
      'discussions.*',
      'projects.name as project_name',
      'users.name as author_name',
      onIt as never,
    ) as unknown as Query<FoundDiscussion>;
}
