import { subscribe } from '../../core/events/index.js';
import { mailOpened } from './discussion-mails.service.js';
import { discussionOpened } from './discussions.events.js';

export const discussionsSubscribers = [
  subscribe(discussionOpened, 'mail those on the project', (event) =>
    mailOpened(event.workspaceId, event.subject.id),
  ),
];
