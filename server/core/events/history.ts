import { type Query, raw, table } from '../database/index.js';
import type { HappenedEvent } from './definitions.js';

/** A row of the events table. */
export interface EventRow {
  id: number;
  workspace_id: number;
  name: string;
  subject_type: string;
  subject_id: number;
  project_id: number | null;
  actor_user_id: number | null;
  actor_name: string;
  visibility: 'internal' | 'client';
  /** JSON */
  data: string;
  created_at: number;
}

/** Whose history is read: clients see only what was announced to them. */
export interface Reader {
  kind: 'team' | 'client' | 'system';
  workspaceId: number;
}

/**
 * Events of the reader's workspace that its audience may see, in no order. The caller narrows
 * them to what this reader may see: `.whereIn('project_id', visibleProjects(actor).select('id'))`.
 */
export function history(reader: Reader): Query<EventRow> {
  return forAudience(
    reader,
    table<EventRow>('events').where('events.workspace_id', reader.workspaceId) as Query<EventRow>,
  );
}

/**
 * Events of one project that the reader's audience may see, in no order. The caller makes sure
 * that the project is one this reader may see. It names the project alone, so that the database
 * goes by its index and not through everything that happened in the workspace.
 */
export function historyOfProject(reader: Reader, projectId: number): Query<EventRow> {
  return forAudience(
    reader,
    table<EventRow>('events').where('events.project_id', projectId) as Query<EventRow>,
  );
}

/** What happened to one thing, as far as the reader's audience may see it. */
export function historyOf(reader: Reader, subject: { type: string; id: number }): Query<EventRow> {
  return history(reader).where({
    subject_type: subject.type,
    subject_id: subject.id,
  }) as Query<EventRow>;
}

/** The id behind which the newest `most` events of a workspace stand; 0 where there are fewer. */
export function newestEvents(reader: Reader, most: number) {
  const oldest = table('events')
    .where({ workspace_id: reader.workspaceId })
    .orderBy('id', 'desc')
    .offset(most)
    .limit(1)
    .select('id');
  return raw('coalesce((?), 0)', [oldest]);
}

/** A row as subscribers and presenters use it. */
export function readEvent(row: EventRow): HappenedEvent {
  return {
    id: row.id,
    name: row.name,
    workspaceId: row.workspace_id,
    subject: { type: row.subject_type, id: row.subject_id },
    projectId: row.project_id,
    actorUserId: row.actor_user_id,
    actorName: row.actor_name,
    visibility: row.visibility,
    data: JSON.parse(row.data),
    createdAt: row.created_at,
  };
}

function forAudience(reader: Reader, rows: Query<EventRow>): Query<EventRow> {
  return reader.kind === 'client'
    ? (rows.where('events.visibility', 'client') as Query<EventRow>)
    : rows;
}
