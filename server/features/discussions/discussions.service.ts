import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type AuditedKind, type EventKind, publish } from '../../core/events/index.js';
import { Forbidden, NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { findProject, mayOnProject } from '../projects/index.js';
import {
  discussionChanged,
  discussionClosed,
  discussionDeleted,
  discussionHidden,
  discussionOpened,
  discussionReopened,
  discussionRestored,
  discussionShared,
} from './discussions.events.js';
import { mayKeepDiscussion, maySetVisibility, mayShareIn } from './discussions.policy.js';
import {
  type DiscussionRow,
  type FoundDiscussion,
  findDeletedDiscussion,
  findDiscussion,
  insertDiscussion,
  updateDiscussion,
} from './discussions.queries.js';

/** What people write to open a topic. */
export type TopicText = Pick<DiscussionRow, 'title' | 'body'>;

/**
 * Opens a topic in a project and returns its id. Clients open theirs for everybody on the project.
 * @throws NotFound for a project the actor does not see; Forbidden without chat.discussions there, or
 * without tasks.share and chat.with_clients where it is shared at once.
 */
export async function openTopic(
  actor: Actor,
  projectId: number,
  text: TopicText,
  visibility: DiscussionRow['visibility'],
): Promise<number> {
  return transaction(async () => {
    const project = await findProject(actor, projectId);
    if (!mayOnProject(actor, 'chat.discussions', project)) throw refusal(actor);
    const shown = actor.kind === 'client' ? 'client' : visibility;
    if (shown === 'client' && actor.kind !== 'client' && !mayShareIn(actor, project))
      throw new Forbidden();
    const at = now();
    const row = {
      workspace_id: project.workspace_id,
      project_id: project.id,
      author_user_id: actor.userId,
      ...text,
      visibility: shown,
      active_at: at,
      client_active_at: at,
      created_at: at,
      updated_at: at,
    } as const;
    const id = await insertDiscussion(row);
    await announce(actor, discussionOpened, { ...row, id });
    return id;
  });
}

/** Changes what a topic was opened with. @throws NotFound, Forbidden for who may not keep it. */
export function editTopic(actor: Actor, id: number, text: TopicText): Promise<FoundDiscussion> {
  return change(actor, id, { ...text, updated_at: now() }, discussionChanged);
}

/** Closes a topic, so that nobody answers any more, or opens it again. @throws NotFound, Forbidden */
export function setClosed(actor: Actor, id: number, isClosed: boolean): Promise<FoundDiscussion> {
  const kind = isClosed ? discussionClosed : discussionReopened;
  return change(actor, id, { closed_at: isClosed ? now() : null }, kind);
}

/** Takes a topic away with all that was said in it; it can be brought back. @throws NotFound, Forbidden */
export function deleteTopic(actor: Actor, id: number): Promise<FoundDiscussion> {
  return change(actor, id, { deleted_at: now() }, discussionDeleted);
}

/** Brings a deleted topic back with all that was said in it. @throws NotFound, Forbidden */
export async function restoreTopic(actor: Actor, id: number): Promise<FoundDiscussion> {
  return transaction(async () => {
    const found = await findDeletedDiscussion(actor, id);
    if (!mayKeepDiscussion(actor, found)) throw refusal(actor);
    await updateDiscussion(id, { deleted_at: null });
    await announce(actor, discussionRestored, found);
    return found;
  });
}

/**
 * Shows a topic to the clients of its project, or keeps it from them; replies carry their own mark.
 * @throws NotFound; Forbidden without tasks.share and chat.with_clients.
 */
export async function setTopicVisibility(
  actor: Actor,
  id: number,
  visibility: DiscussionRow['visibility'],
): Promise<FoundDiscussion> {
  return transaction(async () => {
    await lockRow('discussions', id);
    const found = await findDiscussion(actor, id);
    if (!maySetVisibility(actor, found)) throw refusal(actor);
    if (found.visibility === visibility) return found;
    await updateDiscussion(id, { visibility });
    await tellSharing(actor, { ...found, visibility });
    return found;
  });
}

async function change(
  actor: Actor,
  id: number,
  changes: Partial<DiscussionRow>,
  kind: EventKind<{ title: string }>,
): Promise<FoundDiscussion> {
  return transaction(async () => {
    await lockRow('discussions', id);
    const found = await findDiscussion(actor, id);
    if (!mayKeepDiscussion(actor, found)) throw refusal(actor);
    await updateDiscussion(id, changes);
    await announce(actor, kind, { ...found, ...changes });
    return found;
  });
}

/** To clients, what they may not do does not exist (PRODUCT 3.1.5). */
function refusal(actor: Actor): Error {
  return actor.kind === 'client' ? new NotFound() : new Forbidden();
}

async function announce(
  actor: Actor,
  kind: EventKind<{ title: string }>,
  topic: Pick<DiscussionRow, 'id' | 'project_id' | 'visibility' | 'title'>,
): Promise<void> {
  await publish(kind, { ...about(actor, topic), data: { title: topic.title } });
}

/** Who sees it changed: an entry of the trail, with what it was before. */
async function tellSharing(actor: Actor, topic: FoundDiscussion): Promise<void> {
  const { visibility, title } = topic;
  const isShown = visibility === 'client';
  const kind: AuditedKind<{ title: string }> = isShown ? discussionShared : discussionHidden;
  await publish(kind, {
    ...about(actor, topic),
    data: { title },
    audit: {
      name: title,
      before: { visibility: isShown ? 'internal' : 'client' },
      after: { visibility },
    },
  });
}

function about(
  actor: Actor,
  {
    id,
    project_id: projectId,
    visibility,
  }: Pick<DiscussionRow, 'id' | 'project_id' | 'visibility'>,
) {
  return { actor, subject: { type: 'discussion', id }, projectId, visibility };
}
