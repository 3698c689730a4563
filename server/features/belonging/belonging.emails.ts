import { queueMail } from '../../core/mail/index.js';
import { mailLocale, siteAddress, type UserRow } from '../accounts/index.js';

/** Tells somebody that they belong to another workspace now, and to which no more. */
export async function workspaceAddedEmail(added: {
  user: UserRow;
  workspace: { id: number; name: string };
  roles: readonly string[];
  changer: string;
  left: string | undefined;
}): Promise<void> {
  const { user, workspace, roles, changer, left } = added;
  await queueMail({
    workspaceId: workspace.id,
    to: { name: user.name, address: user.email },
    locale: mailLocale(user, workspace.id),
    template: 'workspace-added',
    data: {
      changer,
      workspace: workspace.name,
      roles,
      ...(left === undefined ? {} : { left }),
      link: siteAddress('/'),
    },
  });
}
