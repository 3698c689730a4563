import type { MailRequest } from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { subjectOf } from '../../core/subjects/index.js';
import { excerpt } from '../../core/text/index.js';
import { siteAddress } from '../accounts/index.js';
import type { FoundDiscussion } from './discussions.queries.js';

/** Tells somebody on the project that a topic was opened there, with its first words. */
export function discussionOpenedEmail(recipient: Actor, topic: FoundDiscussion): MailRequest {
  return {
    workspaceId: recipient.workspaceId,
    to: { name: recipient.name, address: recipient.email },
    locale: recipient.locale,
    template: 'discussion-opened',
    data: {
      author: topic.author_name,
      title: topic.title,
      excerpt: excerpt(topic.body, 600),
      project: topic.project_name,
      link: siteAddress(subjectOf('discussion').address(recipient, topic.id)),
    },
  };
}
