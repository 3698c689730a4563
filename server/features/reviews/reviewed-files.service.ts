import { table } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { FileRow } from '../files/index.js';
import { textHash } from './chain.js';
import { visibleRounds } from './reviews.policy.js';
import type { FoundRound, ReviewFileRow } from './reviews.queries.js';

/** What has changed on a task since it was shown in a round. */
export interface Changes {
  text: boolean;
  /** Names of files that are gone, hidden from clients again, or other ones by now. */
  gone: string[];
  /** Names of files that clients see by now and were not shown in the round. */
  added: string[];
}

/**
 * A file of a round that the actor sees, as it was shown.
 * @throws NotFound also where it is not there any more, or other than it was.
 */
export async function findReviewedFile(
  actor: Actor,
  id: number,
): Promise<{ file: FileRow; roundId: number }> {
  const row = (await table('files')
    .join('review_files', 'review_files.file_id', 'files.id')
    .where('review_files.id', id)
    .whereIn('review_files.round_id', visibleRounds(actor).select('review_rounds.id'))
    .whereNull('files.deleted_at')
    .whereRaw('files.sha256 = review_files.sha256')
    .first('files.*', 'review_files.round_id')) as unknown as
    | (FileRow & { round_id: number })
    | undefined;
  if (!row) throw new NotFound();
  return { file: row, roundId: row.round_id };
}

/** What is other on a task than what a round showed of it; one query. */
export async function changesSince(
  round: FoundRound,
  shown: readonly ReviewFileRow[],
): Promise<Changes> {
  const now = (await table('files')
    .where({ subject_type: 'task', subject_id: round.task_id, visibility: 'client' })
    .whereNull('deleted_at')
    .select('id', 'name', 'sha256')) as unknown as { id: number; name: string; sha256: string }[];
  const isThere = ({ file_id, sha256 }: ReviewFileRow) =>
    now.some((file) => file.id === file_id && file.sha256 === sha256);
  const task = { title: round.task_title, description: round.task_description };
  return {
    text: textHash(round) !== textHash(task),
    gone: shown.filter((file) => !isThere(file)).map(({ name }) => name),
    added: now
      .filter(({ id }) => !shown.some(({ file_id }) => file_id === id))
      .map(({ name }) => name),
  };
}

/** Whether anything is other than it was shown. */
export function hasChanged({ text, gone, added }: Changes): boolean {
  return text || gone.length > 0 || added.length > 0;
}
