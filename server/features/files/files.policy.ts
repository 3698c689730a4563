import { type Query, table } from '../../core/database/index.js';
import { type Actor, can, type RecordFacts, scopeOf } from '../../core/permissions/index.js';
import { hostsOf, onVisibleSubjects, type Tie } from '../../core/subjects/index.js';
import type { FileRow } from './files.queries.js';

/**
 * The files that are meant for the actor's audience, deleted ones included: clients never get an
 * internal one. Whether they see the thing it hangs on is decided by the caller.
 */
export function filesFor(actor: Actor): Query<FileRow> {
  const rows = table<FileRow>('files').where('files.workspace_id', actor.workspaceId);
  if (actor.kind === 'client') rows.where('files.visibility', 'client');
  return rows as Query<FileRow>;
}

/** The files an actor may see, on whatever they hang: those within the scope of files.view. */
export function visibleFiles(
  actor: Actor,
  { from, projectId }: { from: Tie['from']; projectId?: number | undefined },
): Query<FileRow> {
  const scope = scopeOf(actor, 'files.view');
  const rows = filesFor(actor).whereNull('files.deleted_at') as Query<FileRow>;
  return onVisibleSubjects(rows, {
    actor,
    table: 'files',
    among: scope === 'none' ? [] : hostsOf('file'),
    narrowing: { scope, projectId },
    from,
  });
}

/** Whether the actor may see the files on a thing they see. */
export function maySeeFiles(actor: Actor, facts: RecordFacts): boolean {
  return can(actor, 'files.view', facts);
}

/** Whether the actor may add files to a thing they see. */
export function mayUpload(actor: Actor, facts: RecordFacts): boolean {
  return can(actor, 'files.upload', facts);
}

/** Whether the actor decides what clients see of the files on a thing. */
export function mayShareFiles(actor: Actor, facts: RecordFacts): boolean {
  return can(actor, 'files.share', facts);
}

/** Whether the actor may delete a file; "own" means that they uploaded it. */
export function mayDeleteFile(
  actor: Actor,
  file: Pick<FileRow, 'uploaded_by_user_id'>,
  facts: RecordFacts,
): boolean {
  return can(actor, 'files.delete', { ...facts, own: file.uploaded_by_user_id === actor.userId });
}
