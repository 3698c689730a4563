import { lockRow, transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  type InstallationKey,
  installationSetting,
  saveInstallationSettings,
  saveSettings,
  setting,
  type WorkspaceKey,
} from '../../core/settings/index.js';
import { renameWorkspace } from '../workspaces/index.js';
import { settingsChanged } from './settings.events.js';

/** What a settings page saves. */
export interface SettingsChange {
  /** Title of the page, for the history. */
  page: string;
  workspace?: Parameters<typeof saveSettings>[1];
  installation?: Parameters<typeof saveInstallationSettings>[0];
}

/**
 * Saves the settings that differ from what they are, all or none, and notes who changed which.
 * Nothing changed means nothing noted.
 */
export async function changeSettings(actor: Actor, change: SettingsChange): Promise<void> {
  const workspace = differing(change.workspace ?? {}, (key) =>
    setting(actor.workspaceId, key as WorkspaceKey),
  );
  const installation = differing(change.installation ?? {}, (key) =>
    installationSetting(key as InstallationKey),
  );
  const keys = [...Object.keys(workspace), ...Object.keys(installation)];
  if (keys.length === 0) return;
  await transaction(async () => {
    // Two who save at once would wait for each other's rows, and MariaDB would refuse one of them.
    await lockRow('workspaces', actor.workspaceId);
    await saveSettings(actor.workspaceId, workspace, actor);
    const name = workspace['general.name'];
    if (typeof name === 'string') await renameWorkspace(actor.workspaceId, name);
    await saveInstallationSettings(installation, actor);
    await publish(settingsChanged, {
      actor,
      subject: { type: 'workspace', id: actor.workspaceId },
      visibility: 'internal',
      data: { page: change.page, keys },
    });
  });
}

function differing<Changes extends object>(changes: Changes, now: (key: string) => unknown) {
  const entries = Object.entries(changes).filter(
    ([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(now(key)),
  );
  return Object.fromEntries(entries) as Changes;
}
