import { subscribe } from '../../core/events/index.js';
import { mailComment } from './comment-mails.service.js';
import { commentAdded } from './comments.events.js';

export const commentSubscribers = [
  subscribe(commentAdded, 'mail those who follow', async (event) => {
    const { subject, workspaceId, actorName } = event;
    await mailComment({ id: subject.id, workspaceId, authorName: actorName });
  }),
];
