import { keptQuery, type Query, table } from '../../core/database/index.js';
import { type EventRow, history, historyOfProject, newestEvents } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { onVisibleSubjects, subjectOf, subjectTypes } from '../../core/subjects/index.js';
import { visibleProjects } from '../projects/index.js';

/** Which part of the history is wanted. */
export interface Wanted {
  limit: number;
  /** Only what happened in these projects; without them, in all the actor may see. */
  projectIds?: readonly number[];
  /** Only what happened after this moment (ms UTC). */
  since?: number;
  /** Only what happened before the event of this id. */
  before?: number;
  /** Only these kinds of events. */
  names?: readonly string[];
  /** Without what this person did: they know. */
  exceptUserId?: number;
}

/** Without a project, "lately" means among this many events of the workspace: who has a quiet project must not make the database read years. */
const lookBack = 5000;

/**
 * What happened in projects the actor may see, newest first; only what concerns a thing they may
 * see now, and for clients only what was announced to clients.
 */
export async function listEvents(actor: Actor, wanted: Wanted): Promise<EventRow[]> {
  const { limit, ...values } = wanted;
  if (values.projectIds?.length === 0) return [];
  return wantedEvents(actor, values, String(limit));
}

const wantedEvents = keptQuery<Actor, Omit<Wanted, 'limit'>, EventRow[]>((actor, values, limit) => {
  const wanted = { ...values, limit: Number(limit) };
  const [first, ...rest] = wanted.projectIds
    ? wanted.projectIds.map((id) => narrow(historyOfProject(actor, id), actor, wanted))
    : [narrow(lately(actor), actor, wanted)];
  if (!first || rest.length === 0) return first as Query<EventRow>;
  const joined = inParts(first).unionAll(rest.map(inParts));
  return newestFirst(joined, actor, wanted).limit(wanted.limit);
});

/**
 * What clients hear of a project is found by its moment, so that neither what is the team's own nor
 * what they know already is read through; everything else goes by the order in which it was noted.
 */
function newestFirst(rows: Query<EventRow>, actor: Actor, wanted: Wanted): Query<EventRow> {
  const isNews = actor.kind === 'client' && wanted.projectIds !== undefined;
  if (isNews) rows.orderBy('created_at', 'desc');
  return rows.orderBy('id', 'desc');
}

function narrow(rows: Query<EventRow>, actor: Actor, wanted: Wanted): Query<EventRow> {
  const { limit, since, before, names, exceptUserId } = wanted;
  rows.whereIn('events.project_id', visibleProjects(actor).select('projects.id'));
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
  return newestFirst(visible as Query<EventRow>, actor, wanted)
    .limit(limit)
    .select('events.*') as Query<EventRow>;
}

function lately(actor: Actor): Query<EventRow> {
  return history(actor).where('events.id', '>', newestEvents(actor, lookBack)) as Query<EventRow>;
}

/** SQLite takes no ORDER BY inside a UNION unless it stands in a subquery of its own. */
function inParts(rows: Query<EventRow>): Query<EventRow> {
  return table('events').from(rows.as('events')).select('events.*') as unknown as Query<EventRow>;
}
