import { type AuditAction, type Facts, note } from '../../core/audit/index.js';
import { transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { installationSetting, saveInstallationSettings } from '../../core/settings/index.js';
import { allEndings } from './endings.port.js';
import { type Ending, type EndingKind, listKeepers } from './endings.queries.js';
import { accessEndsEmail, accessEndsSoonEmail } from './memberships.emails.js';

/** How long before it ends (ms) people are told. */
const ahead = 2 * day;

/** What an end leaves in the audit trail. */
const noted: Record<EndingKind, AuditAction> = {
  access: 'membership.ended',
  role: 'membership.role_ended',
  exception: 'membership.exception_ended',
  project: 'project.person_ended',
};

/**
 * Notes in the audit trail what has ended by itself since this ran last. Access itself ends at its
 * moment, whether this runs or not; how far it has looked is kept with the entries, so that each
 * end has one.
 */
export async function noteEndings(): Promise<void> {
  await transaction(async () => {
    const until = now();
    const after = installationSetting('access.noted_until') || until;
    for (const ending of await allEndings(after, until)) {
      await note({
        action: noted[ending.kind],
        workspaceId: ending.workspace_id,
        subject: { type: 'user', id: ending.user_id, name: ending.name },
        before: factsOf(ending),
      });
    }
    await saveInstallationSettings({ 'access.noted_until': until });
  });
}

/**
 * Tells people that their access or a role of theirs ends soon, and the Admins of the workspace
 * whose. What was looked at is kept with the mails, so that each end is told once, also when this
 * runs late; an end that is set for sooner than that is known to who set it.
 */
export async function announceEndings(): Promise<void> {
  await transaction(async () => {
    const until = now() + ahead;
    const after = Math.max(installationSetting('access.announced_until'), now());
    if (until <= after) return;
    const endings = await allEndings(after, until);
    for (const ending of endings) await accessEndsEmail(ending);
    for (const [workspaceId, theirs] of byWorkspace(endings)) {
      for (const keeper of await listKeepers(workspaceId))
        await accessEndsSoonEmail(keeper, theirs);
    }
    await saveInstallationSettings({ 'access.announced_until': until });
  });
}

function factsOf({ kind, what, ends_at }: Ending): Facts {
  if (kind === 'role') return { roles: what === null ? [] : [what], ends_at };
  if (kind === 'project') return { project: what, ends_at };
  return kind === 'exception' && what ? { exception: what, ends_at } : { ends_at };
}

function byWorkspace(endings: readonly Ending[]): Map<number, Ending[]> {
  const found = new Map<number, Ending[]>();
  for (const ending of endings)
    found.set(ending.workspace_id, [...(found.get(ending.workspace_id) ?? []), ending]);
  return found;
}
