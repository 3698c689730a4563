import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { MailRequest } from '../../core/mail/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { excerpt } from '../../core/text/index.js';
import { siteAddress } from '../accounts/index.js';
import type { FoundTask } from './tasks.queries.js';

/** Tells a team member that a task is theirs now. */
export function taskAssignedEmail(
  recipient: Actor,
  task: FoundTask,
  assigner: string,
): MailRequest {
  const { locale, timezone } = recipient;
  const formats = formatsFor(locale, timezone, translatorFor(locale));
  return {
    workspaceId: recipient.workspaceId,
    to: { name: recipient.name, address: recipient.email },
    locale,
    template: 'task-assigned',
    data: {
      assigner,
      task: task.title,
      due: task.due_on ? formats.date(task.due_on) : undefined,
      excerpt: task.description ? excerpt(task.description, 200) : undefined,
      link: siteAddress(`/tasks/${task.id}`),
    },
  };
}
