import { transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { installationSetting, saveInstallationSettings } from '../../core/settings/index.js';
import { type Ending, listEndings, listKeepers } from './endings.queries.js';
import { accessEndsEmail, accessEndsSoonEmail } from './memberships.emails.js';

/** How long before it ends (ms) people are told. */
const ahead = 2 * day;

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
    const endings = await listEndings(after, until);
    for (const ending of endings) await accessEndsEmail(ending);
    for (const [workspaceId, theirs] of byWorkspace(endings)) {
      for (const keeper of await listKeepers(workspaceId))
        await accessEndsSoonEmail(keeper, theirs);
    }
    await saveInstallationSettings({ 'access.announced_until': until });
  });
}

function byWorkspace(endings: readonly Ending[]): Map<number, Ending[]> {
  const found = new Map<number, Ending[]>();
  for (const ending of endings)
    found.set(ending.workspace_id, [...(found.get(ending.workspace_id) ?? []), ending]);
  return found;
}
