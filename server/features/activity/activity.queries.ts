import { type EventRow, history } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { onVisibleSubjects, subjectOf, subjectTypes } from '../../core/subjects/index.js';
import { visibleProjects } from '../projects/index.js';

/** Which part of the history is wanted. */
export interface Wanted {
  limit: number;
  projectId?: number;
  /** Only what happened after this moment (ms UTC). */
  since?: number;
  /** Only what happened before the event of this id. */
  before?: number;
  /** Only these kinds of events. */
  names?: readonly string[];
  /** Without what this person did: they know. */
  exceptUserId?: number;
}

/**
 * What happened in projects the actor may see, newest first; only what concerns a thing they may
 * see now, and for clients only what was announced to clients.
 */
export async function listEvents(actor: Actor, wanted: Wanted): Promise<EventRow[]> {
  const { limit, projectId, since, before, names, exceptUserId } = wanted;
  const rows = history(actor).whereIn('events.project_id', projectIds(actor, projectId));
  if (since !== undefined) rows.where('events.created_at', '>', since);
  if (before !== undefined) rows.where('events.id', '<', before);
  if (names) rows.whereIn('events.name', [...names]);
  if (exceptUserId !== undefined) {
    rows.where((others) => {
      others.whereNull('events.actor_user_id').orWhereNot('events.actor_user_id', exceptUserId);
    });
  }
  const among = subjectTypes().map(subjectOf);
  const visible = onVisibleSubjects(rows, { actor, table: 'events', among, from: 'rows' });
  return (await visible.orderBy('events.id', 'desc').limit(limit).select('events.*')) as EventRow[];
}

function projectIds(actor: Actor, projectId: number | undefined) {
  const ids = visibleProjects(actor).select('projects.id');
  return projectId === undefined ? ids : ids.where('projects.id', projectId);
}
