/** Discussions: topics of a project with replies, the team's own or shared with its clients. */
import type { Feature } from '../../core/feature.js';
import { useDiscussionCounter } from '../projects/index.js';
import { countDiscussionsSeen } from './discussions.queries.js';
import { discussionsRoutes } from './discussions.routes.js';
import { discussionSubject } from './discussions.subject.js';
import { discussionsSubscribers } from './discussions.subscribers.js';

useDiscussionCounter(countDiscussionsSeen);

export const discussionsFeature: Feature = {
  name: 'discussions',
  routes: discussionsRoutes,
  tables: ['discussions'],
  subjects: [discussionSubject],
  subscribers: discussionsSubscribers,
};

export { presentTopics } from './discussions.presenter.js';
export { type FoundDiscussion, findDiscussion, listLiveliest } from './discussions.queries.js';
