import { keptQuery } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type ReaderRow, type Readers, readerRows, readersFrom } from '../clients/index.js';
import { taskSight } from './task-sight.policy.js';
import type { FoundTask } from './tasks.queries.js';

const keptReaders = keptQuery<Actor, { id: number; project_id: number }, ReaderRow[]>(
  (actor, { id, project_id }) =>
    readerRows(
      actor,
      taskSight({ id, project_id, workspace_id: actor.workspaceId, visibility: 'client' }),
    ),
);

/**
 * Who of the clients sees a task, or would see it if it were shown to them, besides the actor: one
 * query.
 */
export async function listTaskReaders(
  actor: Actor,
  { id, project_id }: Pick<FoundTask, 'id' | 'project_id'>,
): Promise<Readers> {
  return readersFrom(await keptReaders(actor, { id, project_id }));
}
