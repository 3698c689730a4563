import { type Query, table } from '../database/index.js';
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
  const rows = table<EventRow>('events').where('events.workspace_id', reader.workspaceId);
  return (
    reader.kind === 'client' ? rows.where('events.visibility', 'client') : rows
  ) as Query<EventRow>;
}

/** What happened to one thing, as far as the reader's audience may see it. */
export function historyOf(reader: Reader, subject: { type: string; id: number }): Query<EventRow> {
  return history(reader).where({
    subject_type: subject.type,
    subject_id: subject.id,
  }) as Query<EventRow>;
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
