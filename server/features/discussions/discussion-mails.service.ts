import { queueMail } from '../../core/mail/index.js';
import { systemActor } from '../../core/permissions/index.js';
import { activeMemberships, loadActor } from '../memberships/index.js';
import { listProjectPeople } from '../projects/index.js';
import { discussionOpenedEmail } from './discussions.emails.js';
import { visibleDiscussions } from './discussions.policy.js';
import { findDiscussion, lookUpDiscussion } from './discussions.queries.js';

/**
 * Mails a topic that clients can read to everybody on its project but its author, each asked for as
 * themselves once more. What the team opens for itself alone is found where one looks for it.
 */
export async function mailOpened(workspaceId: number, topicId: number): Promise<void> {
  const topic = await lookUpDiscussion(systemActor(workspaceId), topicId);
  if (topic?.visibility !== 'client') return;
  const { team, clients } = await listProjectPeople(topic.project_id);
  const ids = [...team, ...clients].map(({ userId }) => userId);
  const members = (await activeMemberships(workspaceId)
    .whereIn('memberships.user_id', ids)
    .whereNot('memberships.user_id', topic.author_user_id)
    .orderBy('memberships.user_id')
    .select('memberships.user_id')) as { user_id: number }[];
  for (const { user_id } of members) {
    const recipient = await loadActor(user_id, workspaceId, 'mail');
    if (!recipient) continue;
    const seen = await visibleDiscussions(recipient)
      .where('discussions.id', topicId)
      .select('discussions.id');
    if (seen.length > 0)
      await queueMail(discussionOpenedEmail(recipient, await findDiscussion(recipient, topicId)));
  }
}
