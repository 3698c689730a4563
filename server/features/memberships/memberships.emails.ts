import { type Translate, translatorFor } from '../../core/locale/index.js';
import { queueMail } from '../../core/mail/index.js';
import { isPermission } from '../../core/permissions/index.js';
import { mailLocale, mailMoment, siteAddress, type UserRow } from '../accounts/index.js';
import type { Ending, Keeper } from './endings.queries.js';
import type { MembershipRow } from './memberships.queries.js';

/** Tells somebody that their access has changed, by whom and to what. */
export async function roleChangedEmail(change: {
  user: UserRow;
  member: MembershipRow;
  before: readonly string[];
  after: readonly string[];
  changer: string;
}): Promise<void> {
  const { user, member, before, after, changer } = change;
  await queueMail({
    workspaceId: member.workspace_id,
    to: { name: user.name, address: user.email },
    locale: mailLocale(user, member.workspace_id),
    template: 'role-changed',
    data: { changer, before, after, link: siteAddress('/') },
  });
}

/** Tells somebody that they can no longer sign in. */
export async function accountDeactivatedEmail({
  user,
  workspaceId,
}: {
  user: UserRow;
  workspaceId: number;
}): Promise<void> {
  await queueMail({
    workspaceId,
    to: { name: user.name, address: user.email },
    locale: mailLocale(user, workspaceId),
    template: 'account-deactivated',
    data: {},
  });
}

/** Tells somebody that their access, or a role of theirs, ends soon. */
export async function accessEndsEmail(ending: Ending): Promise<void> {
  const { workspace_id, name, email, kind, ends_at } = ending;
  const locale = mailLocale(ending, workspace_id);
  await queueMail({
    workspaceId: workspace_id,
    to: { name, address: email },
    locale,
    template: 'access-ends',
    data: {
      [kind]: wordOf(translatorFor(locale), ending),
      when: mailMoment(ending, workspace_id, ends_at),
      link: siteAddress('/'),
    },
  });
}

/** Tells an Admin whose access ends soon, in the Admin's own timezone. */
export async function accessEndsSoonEmail(
  keeper: Keeper,
  endings: readonly Ending[],
): Promise<void> {
  const { workspace_id, name, email } = keeper;
  const t = translatorFor(mailLocale(keeper, workspace_id));
  await queueMail({
    workspaceId: workspace_id,
    to: { name, address: email },
    locale: mailLocale(keeper, workspace_id),
    template: 'access-ends-soon',
    data: {
      endings: endings.map((ending) =>
        t(`memberships.endings.${ending.kind}`, {
          name: ending.name,
          what: wordOf(t, ending),
          when: mailMoment(keeper, workspace_id, ending.ends_at),
        }),
      ),
      link: siteAddress('/users'),
    },
  });
}

function wordOf(t: Translate, { kind, what }: Ending): string {
  if (what === null) return t('memberships.endings.all');
  return kind === 'exception' && isPermission(what) ? t(`permissions.names.${what}`) : what;
}
