import {
  containing,
  insertRow,
  type Page,
  paginate,
  type Query,
  table,
} from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor, Audience } from '../../core/permissions/index.js';
import { visibleReviewed, visibleReviews } from './access-review.policy.js';
import type { Decision, RowsShown } from './review-choices.js';

/** A list of everybody with access, as it was when somebody began to go through it. */
export interface ReviewRow {
  id: number;
  workspace_id: number;
  started_by_user_id: number;
  started_by_name: string;
  started_at: number;
  signed_off_by_user_id: number | null;
  signed_off_by_name: string | null;
  signed_off_at: number | null;
  note: string | null;
}

/** Somebody in a review, as they were when it began. */
export interface ReviewedRow {
  id: number;
  review_id: number;
  membership_id: number;
  user_id: number;
  audience: Audience;
  name: string;
  email: string;
  company: string | null;
  /** Names of the roles, with commas. */
  roles: string;
  status: 'active' | 'pending';
  /** Version of the membership: another one means that access was changed since. */
  version: number;
  last_sign_in_at: number | null;
  ends_at: number | null;
  projects_count: number;
  exceptions_count: number;
  has_second_factor: number;
  is_admin: number;
  /** Not signed in for long, or never. */
  is_dormant: number;
  /** Invited long ago and not come. */
  is_waiting: number;
  /** A client all of whose projects are over. */
  is_finished: number;
  /** Any of the reasons to look twice. */
  is_conspicuous: number;
  decision: Decision | null;
  note: string | null;
  decided_by_user_id: number | null;
  decided_by_name: string | null;
  decided_at: number | null;
}

/** Somebody in a review, with how their membership stands today. */
export interface FoundReviewed extends ReviewedRow {
  version_now: number | null;
  status_now: string | null;
  user_status_now: string | null;
}

/** How far a review has come, over all its rows. */
export interface ReviewCounts {
  total: number;
  open: number;
  keep: number;
  change: number;
  deactivate: number;
}

/** Narrows the rows of a review. */
export interface RowsFilter {
  search: string;
  show: RowsShown;
}

/** Reviews, newest first: one page. */
export function pageOfReviews(actor: Actor, page: number): Promise<Page<ReviewRow>> {
  return paginate(visibleReviews(actor).orderBy('id', 'desc'), { page, perPage: 20 });
}

/** @throws NotFound for reviews of other workspaces. */
export async function findReview(actor: Actor, id: number): Promise<ReviewRow> {
  const found = await visibleReviews(actor).where('access_reviews.id', id).first();
  if (!found) throw new NotFound();
  return found as ReviewRow;
}

/** The review under way in a workspace, if there is one. */
export async function lookUpOpenReview(workspaceId: number): Promise<ReviewRow | undefined> {
  const found = await table<ReviewRow>('access_reviews')
    .where({ workspace_id: workspaceId })
    .whereNull('signed_off_at')
    .first();
  return found as ReviewRow | undefined;
}

/** Moment (ms UTC) at which a workspace signed its last review off, or null. */
export async function lastSignedOffAt(workspaceId: number): Promise<number | null> {
  const row = (await table('access_reviews')
    .where({ workspace_id: workspaceId })
    .max({ at: 'signed_off_at' })
    .first()) as { at: number | null } | undefined;
  return row?.at ?? null;
}

/** One page of a review's rows, those to look at twice first, then by name. */
export function pageOfReviewed(
  actor: Actor,
  reviewId: number,
  { search, show, page, perPage = 50 }: RowsFilter & { page: number; perPage?: number },
): Promise<Page<FoundReviewed>> {
  const rows = withToday(filtered(visibleReviewed(actor, reviewId), { search, show }));
  return paginate(ordered(rows), { page, perPage });
}

/** Rows of a review from one on, in the order of the record: for files that hold all of them. */
export async function listReviewedAfter(
  actor: Actor,
  reviewId: number,
  afterId: number,
): Promise<ReviewedRow[]> {
  const rows = await visibleReviewed(actor, reviewId)
    .where('access_review_rows.id', '>', afterId)
    .orderBy('access_review_rows.id')
    .limit(500);
  return rows as ReviewedRow[];
}

/** @throws NotFound for rows that the actor may not see. */
export async function findReviewed(
  actor: Actor,
  reviewId: number,
  id: number,
): Promise<FoundReviewed> {
  const found = await withToday(visibleReviewed(actor, reviewId))
    .where('access_review_rows.id', id)
    .first();
  if (!found) throw new NotFound();
  return found as FoundReviewed;
}

/** How far a review has come, of the rows that the actor sees. */
export async function countReviewed(actor: Actor, reviewId: number): Promise<ReviewCounts> {
  const rows = (await visibleReviewed(actor, reviewId)
    .groupBy('decision')
    .select('decision')
    .count({ n: '*' })) as unknown as { decision: Decision | null; n: unknown }[];
  const of = (decision: Decision | null) =>
    Number(rows.find((row) => row.decision === decision)?.n ?? 0);
  const counts = { open: of(null), keep: of('keep'), change: of('change') };
  const deactivate = of('deactivate');
  const total = counts.open + counts.keep + counts.change + deactivate;
  return { ...counts, deactivate, total };
}

/** Rows nobody has decided on, whoever may see them: all of them, and those of one person. */
export async function countOpen(
  reviewId: number,
  userId: number,
): Promise<{ all: number; own: number }> {
  const open = () =>
    table('access_review_rows').where({ review_id: reviewId }).whereNull('decision');
  const all = (await open().count({ n: '*' }).first()) as unknown as { n: unknown };
  const own = (await open().where({ user_id: userId }).count({ n: '*' }).first()) as unknown as {
    n: unknown;
  };
  return { all: Number(all.n), own: Number(own.n) };
}

/** Adds a review without rows and returns its id. */
export function insertReview(
  review: Pick<ReviewRow, 'workspace_id' | 'started_by_user_id' | 'started_by_name' | 'started_at'>,
): Promise<number> {
  return insertRow('access_reviews', {
    ...review,
    signed_off_by_user_id: null,
    signed_off_by_name: null,
    signed_off_at: null,
    note: null,
  });
}

/** Writes what changed of a review. */
export async function updateReview(id: number, changes: Partial<ReviewRow>): Promise<void> {
  await table('access_reviews').where({ id }).update(changes);
}

/** Takes a review away with its rows. */
export async function deleteReview(id: number): Promise<void> {
  await table('access_reviews').where({ id }).delete();
}

/** Writes what was decided on rows. */
export async function updateReviewed(
  ids: readonly number[],
  decided: Pick<
    ReviewedRow,
    'decision' | 'note' | 'decided_by_user_id' | 'decided_by_name' | 'decided_at'
  >,
): Promise<void> {
  await table('access_review_rows')
    .whereIn('id', [...ids])
    .update(decided);
}

function filtered(rows: Query<ReviewedRow>, { search, show }: RowsFilter): Query<ReviewedRow> {
  if (search) rows.where(containing(searched, search));
  if (show === 'open') rows.whereNull('access_review_rows.decision');
  else if (show === 'exceptions') rows.where('access_review_rows.exceptions_count', '>', 0);
  else if (show === 'ending') rows.whereNotNull('access_review_rows.ends_at');
  else if (show === 'unprotected')
    rows
      .where('access_review_rows.has_second_factor', 0)
      .where('access_review_rows.status', 'active');
  else if (show !== 'all') rows.where(`access_review_rows.${signs[show]}`, 1);
  return rows;
}

const searched = ['access_review_rows.name', 'access_review_rows.email'];
const signs = {
  conspicuous: 'is_conspicuous',
  admins: 'is_admin',
  dormant: 'is_dormant',
  waiting: 'is_waiting',
  finished: 'is_finished',
} as const;

function withToday(rows: Query<ReviewedRow>): Query<FoundReviewed> {
  return rows
    .leftJoin('memberships', 'memberships.id', 'access_review_rows.membership_id')
    .leftJoin('users', 'users.id', 'memberships.user_id')
    .select(
      'access_review_rows.*',
      'memberships.version as version_now',
      'memberships.status as status_now',
      'users.status as user_status_now',
    ) as unknown as Query<FoundReviewed>;
}

function ordered(rows: Query<FoundReviewed>): Query<FoundReviewed> {
  return rows
    .orderBy('access_review_rows.is_conspicuous', 'desc')
    .orderBy('access_review_rows.name')
    .orderBy('access_review_rows.id');
}
