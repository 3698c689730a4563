import { installationSetting, saveInstallationSettings } from '../../core/settings/index.js';

/** A role that goes needs no second factor any more. Belongs into the transaction in which it goes. */
export async function dropRequirement(roleId: number): Promise<void> {
  const needing = installationSetting('security.second_factor_roles');
  const { [String(roleId)]: since, ...others } = needing;
  if (since !== undefined)
    await saveInstallationSettings({ 'security.second_factor_roles': others });
}
