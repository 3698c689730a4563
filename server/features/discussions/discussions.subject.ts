import { now } from '../../core/dates/index.js';
import { type Host, registerSubject } from '../../core/subjects/index.js';
import { listProjectPeople } from '../projects/index.js';
import {
  discussionFacts,
  discussionSight,
  visibleDiscussions,
  withinScope,
} from './discussions.policy.js';
import {
  changeReplies,
  type FoundDiscussion,
  findDiscussion,
  listParticipants,
} from './discussions.queries.js';

const discussion: Host<FoundDiscussion> = {
  type: 'discussion',
  takes: ['comment'],
  speaks: 'chat.discussions',
  isClosed: (found) => found.closed_at !== null,
  find: findDiscussion,
  idColumn: 'discussions.id',
  visibleIds: (actor, narrowing = {}) => {
    const rows = withinScope(actor, visibleDiscussions(actor), narrowing.scope ?? 'all');
    if (narrowing.projectId !== undefined)
      rows.where('discussions.project_id', narrowing.projectId);
    return rows.select('discussions.id');
  },
  address: (actor, id) =>
    actor.kind === 'client' ? `/portal/discussions/${id}` : `/discussions/${id}`,
  title: (found) => found.title,
  projectId: (found) => found.project_id,
  facts: (_actor, found) => discussionFacts(found),
  isClientVisible: (found) => found.visibility === 'client',
  sight: discussionSight,
  readers: async (found) => (await listProjectPeople(found.project_id)).clients,
  followers: listParticipants,
  attached: ({ subjectId, all, client }) => changeReplies(subjectId, { all, client, at: now() }),
};

/** Topics as things that replies hang on. */
export const discussionSubject = registerSubject<FoundDiscussion>(discussion);
