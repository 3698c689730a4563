import { insertRow, table } from '../../core/database/index.js';
import type { ApproverRow } from './approvers.queries.js';
import { beginning, type ChainEntry, hashOf, textHash } from './chain.js';
import type { Said } from './decisions.service.js';
import type { FoundRound, ReviewFileRow } from './reviews.queries.js';

interface EntryRow {
  id: number;
  workspace_id: number;
  sequence: number;
  task_id: number;
  previous_hash: string;
  hash: string;
  content: string;
  created_at: number;
}

/**
 * Writes a decision into the chain of its workspace, whose row the caller has locked: bound to the
 * text and to each file version it was made on.
 */
export async function appendEntry(
  round: FoundRound,
  made: { approver: ApproverRow; files: readonly ReviewFileRow[]; said: Said; at: number },
): Promise<void> {
  const last = (await table<EntryRow>('review_entries')
    .where({ workspace_id: round.workspace_id })
    .orderBy('sequence', 'desc')
    .first('sequence', 'hash')) as Pick<EntryRow, 'sequence' | 'hash'> | undefined;
  const previous_hash = last?.hash ?? beginning;
  const content = contentOf(round, made);
  await insertRow('review_entries', {
    workspace_id: round.workspace_id,
    sequence: (last?.sequence ?? 0) + 1,
    task_id: round.task_id,
    previous_hash,
    hash: hashOf(previous_hash, content),
    content,
    created_at: made.at,
  });
}

/** The decisions on a task that the caller has found for the actor, in their order. */
export async function listEntries(taskId: number): Promise<ChainEntry[]> {
  const rows = (await table<EntryRow>('review_entries')
    .where({ task_id: taskId })
    .orderBy('sequence')) as unknown as EntryRow[];
  return rows.map(({ sequence, previous_hash, hash, content }) => ({
    sequence,
    previousHash: previous_hash,
    hash,
    content,
  }));
}

function contentOf(
  round: FoundRound,
  {
    approver,
    files,
    said,
    at,
  }: { approver: ApproverRow; files: readonly ReviewFileRow[]; said: Said; at: number },
): string {
  return JSON.stringify({
    version: 1,
    project: round.project_name,
    task: { number: round.task_number, title: round.title },
    round: round.number,
    textSha256: textHash(round),
    files: files.map(({ name, size_bytes, sha256 }) => ({
      name,
      sizeBytes: Number(size_bytes),
      sha256,
    })),
    approver: approver.name,
    decision: said.decision,
    comment: said.comment,
    way: said.way,
    at: new Date(at).toISOString(),
  });
}
