import type { MailRequest } from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { excerpt } from '../../core/text/index.js';
import type { CommentRow } from './comments.queries.js';

/** Tells somebody that a comment was added to a thing they follow, with its first words. */
export function commentAddedEmail(
  recipient: Actor,
  comment: CommentRow,
  said: { author: string; title: string },
): MailRequest {
  return {
    workspaceId: recipient.workspaceId,
    to: { name: recipient.name, address: recipient.email },
    locale: recipient.locale,
    template: 'comment-added',
    data: {
      author: said.author,
      title: said.title,
      excerpt: excerpt(comment.body, 600),
      link: `/comments/${comment.id}`,
    },
  };
}
